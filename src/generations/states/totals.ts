import { type Units, units } from "../../credits/units.ts";
import type { Db } from "../../store/tables.ts";

/** What stands in the store now, over all workspaces: for the metrics. */
export async function totals(db: Db): Promise<{ generations: Record<string, number>; held: Units; captured: Units }> {
  const states = await db
    .selectFrom("generations")
    .select((eb) => ["state", eb.fn.countAll<number>().as("jobs")])
    .groupBy("state")
    .execute();
  const pots = await db
    .selectFrom("pots")
    .select((eb) => [eb.fn.sum<number>("held").as("held"), eb.fn.sum<number>("spent").as("spent")])
    .executeTakeFirstOrThrow();
  return {
    generations: Object.fromEntries(states.map(({ state, jobs }) => [state, Number(jobs)])),
    held: units(Number(pots.held ?? 0)),
    captured: units(Number(pots.spent ?? 0)),
  };
}
