import { sql } from "kysely";
import { lock, lockingFree } from "../../store/lock.ts";
import type { Db } from "../../store/tables.ts";
import { queueOrder } from "../pace/queue.ts";
import { AT_GATEWAY } from "./states.ts";

/** What a member has had counts for so long, in milliseconds. */
const LATELY_MS = 3_600_000;
/** As many waiting jobs are put in order; those behind them wait for the next look. */
const LOOK_AHEAD = 5_000;
/** Jobs admitted and not yet handed over. Each process hands over one at a time (`../run/submit.ts`); the others are in line. */
const HAND_OVERS = 8;

/** A waiting job. `open` says whether it could be handed over now. */
interface InOrder {
  id: string;
  open: boolean;
}

/** The waiting jobs in the order in which they will get a slot. */
export async function waitingInOrder(db: Db, now: number): Promise<InOrder[]> {
  const rows = await db
    .selectFrom("generations")
    .select(["id", sql<string>`workspace || ' ' || member`.as("owner"), "message", "lease_until", "poll_at"])
    .where("state", "=", "queued")
    .where("admitted_at", "is", null)
    .orderBy("created_at")
    .orderBy("id")
    .limit(LOOK_AHEAD)
    .execute();
  // Not before it has been announced and its media can be read; and one that the gateway has just refused to take
  // waits for its next try, holding nobody up meanwhile.
  const waiting = rows.map(({ id, owner, message, lease_until, poll_at }) => ({
    id,
    owner,
    open: message !== null && lease_until <= now && (poll_at ?? 0) <= now,
  }));
  if (waiting.length < 2) return waiting;
  return queueOrder(waiting, await hadLately(db, now - LATELY_MS));
}

/**
 * How many jobs each member was given a slot for since then, or has at the gateway still: each part by its index. SQLite
 * would rather scan all jobs in the order of a group's columns, so the group is the two as one.
 */
async function hadLately(db: Db, since: number): Promise<ReadonlyMap<string, number>> {
  const jobs = db
    .selectFrom("generations")
    .select([sql<string>`workspace || ' ' || member`.as("owner"), (eb) => eb.fn.countAll<number>().as("jobs")])
    .groupBy("owner");
  const lately = await jobs.where("admitted_at", ">", since).execute();
  const longer = await jobs
    .where("state", "in", AT_GATEWAY)
    .where((eb) => eb.or([eb("admitted_at", "is", null), eb("admitted_at", "<=", since)]))
    .execute();
  const had = new Map<string, number>();
  for (const { owner, jobs } of [...lately, ...longer]) had.set(owner, (had.get(owner) ?? 0) + Number(jobs));
  return had;
}

/**
 * Gives the free slots at the gateway to the jobs whose turn it is, and makes them due. Gives how many were admitted.
 * Safe from any number of processes: they take turns.
 */
export async function admit(db: Db, maxRunning: number, now: number): Promise<number> {
  if ((await freeSlots(db, maxRunning)) <= 0) return 0;
  return db.transaction().execute(async (tx) => {
    await lock(tx, "slots", now);
    const slots = await freeSlots(tx, maxRunning);
    if (slots <= 0) return 0;
    const open = (await waitingInOrder(tx, now)).filter((job) => job.open);
    const ids = open.slice(0, slots).map(({ id }) => id);
    if (ids.length === 0) return 0;
    const free = lockingFree(tx, tx.selectFrom("generations").select("id").where("id", "in", ids));
    const admitted = await tx
      .updateTable("generations")
      .set({ admitted_at: now, due_at: now })
      .where("id", "in", free)
      .where("state", "=", "queued")
      .returning("id")
      .execute();
    return admitted.length;
  });
}

/** How many more may go to the gateway now; none when nobody waits. */
async function freeSlots(db: Db, maxRunning: number): Promise<number> {
  const anyone = await db
    .selectFrom("generations")
    .select("id")
    .where("state", "=", "queued")
    .where("admitted_at", "is", null)
    .limit(1)
    .executeTakeFirst();
  if (!anyone) return 0;
  const { atGateway, admitted } = await db
    .selectNoFrom((eb) => [
      eb
        .selectFrom("generations")
        .select(eb.fn.countAll<number>().as("jobs"))
        .where("state", "in", AT_GATEWAY)
        .as("atGateway"),
      eb
        .selectFrom("generations")
        .select(eb.fn.countAll<number>().as("jobs"))
        .where("state", "=", "queued")
        .where("admitted_at", "is not", null)
        .as("admitted"),
    ])
    .executeTakeFirstOrThrow();
  const handing = Number(admitted);
  // Filled up when half is gone: putting a long queue in order costs more than the order is worth for one.
  if (handing > HAND_OVERS / 2) return 0;
  return Math.min(maxRunning - Number(atGateway) - handing, HAND_OVERS - handing);
}
