import { sql } from "kysely";
import { lock } from "../store/lock.ts";
import type { Db } from "../store/tables.ts";
import { queueOrder } from "./queue.ts";
import { AT_GATEWAY } from "./states.ts";

/** What a member has had counts for so long, in milliseconds. */
const LATELY_MS = 3_600_000;
/** As many waiting jobs are put in order; those behind them wait for the next look. */
const LOOK_AHEAD = 5_000;

/** The waiting jobs in the order in which they will get a slot. */
export async function waitingInOrder(db: Db, now: number): Promise<string[]> {
  const waiting = await db
    .selectFrom("generations")
    .select(["id", sql<string>`workspace || ' ' || member`.as("owner")])
    .where("state", "=", "queued")
    .where("admitted_at", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .limit(LOOK_AHEAD)
    .execute();
  if (waiting.length < 2) return waiting.map(({ id }) => id);
  const had = await db
    .selectFrom("generations")
    .select([sql<string>`workspace || ' ' || member`.as("owner"), (eb) => eb.fn.countAll<number>().as("jobs")])
    .where((eb) => eb.or([eb("admitted_at", ">", now - LATELY_MS), eb("state", "in", AT_GATEWAY)]))
    .groupBy(["workspace", "member"])
    .execute();
  return queueOrder(waiting, new Map(had.map(({ owner, jobs }) => [owner, Number(jobs)])));
}

/**
 * Gives the free slots at the gateway to the jobs whose turn it is, and makes them due. Gives how many were admitted.
 * Safe from any number of processes: they take turns.
 */
export async function admit(db: Db, maxRunning: number, now: number): Promise<number> {
  const anyone = await db
    .selectFrom("generations")
    .select("id")
    .where("state", "=", "queued")
    .where("admitted_at", "is", null)
    .limit(1)
    .executeTakeFirst();
  if (!anyone) return 0;
  return db.transaction().execute(async (tx) => {
    await lock(tx, "slots", now);
    const { taken } = await tx
      .selectFrom("generations")
      .select((eb) => eb.fn.countAll<number>().as("taken"))
      .where((eb) =>
        eb.or([eb("state", "in", AT_GATEWAY), eb.and([eb("state", "=", "queued"), eb("admitted_at", "is not", null)])]),
      )
      .executeTakeFirstOrThrow();
    const free = maxRunning - Number(taken);
    if (free <= 0) return 0;
    const ids = (await waitingInOrder(tx, now)).slice(0, free);
    await tx
      .updateTable("generations")
      .set({ admitted_at: now, due_at: now })
      .where("id", "in", ids)
      .where("state", "=", "queued")
      .execute();
    return ids.length;
  });
}
