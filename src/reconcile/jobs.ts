import type { Expression } from "kysely";
import { sql } from "kysely";
import { type Units, units } from "../credits/units.ts";
import type { Db } from "../store/tables.ts";

/** What EvoLink reserved for the jobs of a period, and what was captured from members for them. */
export interface ReservedReport {
  /** Jobs that were charged in the period. */
  jobs: number;
  /** Those of them for which EvoLink said what it reserved; the sums are over these. */
  said: number;
  reserved: Units;
  captured: Units;
  /** Jobs where the two differ, the furthest apart first, at most 20. */
  differing: readonly { generation: string; model: string; reserved: Units; captured: Units }[];
}

const MOST_DIFFERING = 20;

/** Of one workspace, or of all. Times in milliseconds since 1970, `to` not included. */
export async function readReserved(
  db: Db,
  { from, to, workspace }: { from: number; to: number; workspace?: string },
): Promise<ReservedReport> {
  const charged = db
    .selectFrom("ledger")
    .innerJoin("generations", "generations.id", "ledger.generation")
    .select(["generations.id", "generations.model", "generations.reserved"])
    .select((eb) => eb.fn.sum<number>("ledger.amount").as("captured"))
    .where("ledger.kind", "=", "capture")
    .where("ledger.at", ">=", from)
    .where("ledger.at", "<", to)
    .$if(workspace !== undefined, (query) => query.where("ledger.workspace", "=", workspace ?? ""))
    .groupBy(["generations.id", "generations.model", "generations.reserved"])
    .as("charged");
  const totals = await db
    .selectFrom(charged)
    .select(({ fn, ref }) => [
      fn.countAll<number>().as("jobs"),
      fn.count<number>("reserved").as("said"),
      fn.sum<number | null>("reserved").as("reserved"),
      sumWhereSaid(ref("captured"), ref("reserved")).as("captured"),
    ])
    .executeTakeFirstOrThrow();
  const differing = await db
    .selectFrom(charged)
    .selectAll()
    .where(({ eb, ref }) => eb("reserved", "!=", ref("captured")))
    .orderBy(({ ref }) => sql`abs(${ref("reserved")} - ${ref("captured")})`, "desc")
    .orderBy("id")
    .limit(MOST_DIFFERING)
    .execute();
  return {
    jobs: Number(totals.jobs),
    said: Number(totals.said),
    reserved: units(Number(totals.reserved ?? 0)),
    captured: units(Number(totals.captured ?? 0)),
    differing: differing.map(({ id, model, reserved, captured }) => {
      return { generation: id, model, reserved: units(Number(reserved)), captured: units(Number(captured)) };
    }),
  };
}

function sumWhereSaid(captured: Expression<unknown>, reserved: Expression<unknown>) {
  return sql<number | null>`sum(case when ${reserved} is not null then ${captured} end)`;
}
