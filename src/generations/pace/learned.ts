import { lock } from "../../store/lock.ts";
import type { Db } from "../../store/tables.ts";
import { type Learned, learn, NOTHING_LEARNED } from "./durations.ts";

/** What has been seen of a model's speed, over all processes and restarts. */
export async function readLearned(db: Db, model: string): Promise<Learned> {
  const row = await db
    .selectFrom("durations")
    .select(["count", "mean", "m2"])
    .where("model", "=", model)
    .executeTakeFirst();
  return row ?? NOTHING_LEARNED;
}

/** Adds one finished task that was estimated at `estimate` seconds and took `seconds`. */
export async function addDuration(
  db: Db,
  model: string,
  task: { estimate: number; seconds: number },
  at: number,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lock(tx, `durations ${model}`, at);
    const learned = learn(await readLearned(tx, model), task);
    await tx
      .insertInto("durations")
      .values({ model, ...learned })
      .onConflict((c) => c.column("model").doUpdateSet({ ...learned }))
      .execute();
  });
}
