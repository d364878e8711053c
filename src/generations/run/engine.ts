import { sql } from "kysely";
import { messageOf } from "../../base/errors.ts";
import { createLoop } from "../../base/loop.ts";
import { lockingFree } from "../../store/lock.ts";
import type { Db, GenerationRow } from "../../store/tables.ts";
import { createPlaces, type Lane, type Places } from "../pace/places.ts";
import type { Account } from "../states/account.ts";
import type { Basics } from "../states/basics.ts";
import { admit } from "../states/slots.ts";
import { FenceLost } from "../states/states.ts";
import { type Stepping, step } from "./steps.ts";

/** Wakes the rows that are due and runs their steps. */
export interface Engine {
  start(): void;
  /** Something may be due now: a job was written, or canceled. */
  wake(): void;
  /** Whether its loop goes round: false when it has hung for a minute, on a store that never answers for example. */
  alive(): boolean;
  /** Takes no new work, waits for the running steps, and hands back what they hold. */
  stop(): Promise<void>;
}

/** A worker that has not shown for so long is dead, and its rows go to another. */
export const LEASE_MS = 60_000;
/** How soon before that it says that it is alive. */
export const RENEW_EVERY_MS = 20_000;
/** The longest that a step may take: a large video fetched, made smaller and sent over a slow line is far below it. */
const STEP_AT_MOST_MS = 3_600_000;
/** The loop goes round every second; a busy machine may take many times that. */
const HUNG_AFTER_MS = 60_000;
/** The longest the loop sleeps: rows written by another process are seen by then. */
const LOOK_EVERY_MS = 1_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 60_000;
/** So many due rows are looked at in a turn; those behind them wait for the next one. */
const LOOK_AHEAD = 128;

/** What it takes to run the steps of all jobs. */
export type Driving = Stepping &
  Account & {
    /** Jobs at the gateway at once, over all members. */
    maxRunning: number;
    /** Told how long each step took, in seconds, by the state it began in. */
    observeStep(state: string, outcome: "ok" | "error", seconds: number): void;
  };

/** The engine of one process: a loop over the rows that are due. Several may share one database. */
export function createDueLoop(driving: Driving): Engine {
  const { db, clock, log, maxRunning, accountClosed, observeStep } = driving;
  /** The steps under way, each with its job. */
  const running = new Map<Promise<void>, string>();
  const places = createPlaces();
  let roundAt = clock.now();

  const run = async (row: GenerationRow): Promise<void> => {
    const done = new AbortController();
    const renewing = renewLease(driving, row, done.signal);
    const began = clock.now();
    const observe = (outcome: "ok" | "error") => observeStep(row.state, outcome, (clock.now() - began) / 1000);
    try {
      // Taken in the moment of a stop: handed back unbegun.
      loop.signal.throwIfAborted();
      await Promise.race([step(driving, row, loop.signal), renewing]);
      observe("ok");
    } catch (error) {
      observe("error");
      await putOff(driving, row, error, loop.signal.aborted);
    } finally {
      done.abort();
      await renewing.catch(() => undefined);
    }
  };

  const start = (row: GenerationRow): void => {
    const leave = places.take(row);
    const one = run(row)
      .catch((error: unknown) => log.error({ generation: row.id, err: error }, "a step could not be put off"))
      .finally(() => {
        running.delete(one);
        leave();
        loop.wake();
      });
    running.set(one, row.id);
  };

  const turn = async (): Promise<void> => {
    const now = clock.now();
    try {
      if (!(await accountClosed?.())) await admit(db, maxRunning, now);
    } catch (error) {
      // What has its slot goes on while another process keeps this one from giving out more.
      log.warn({ err: error }, "no slots could be given out");
    }
    const rows = await claim(driving, { places, own: [...running.values()], now });
    for (const row of rows) start(row);
  };

  const untilNext = async (): Promise<number> => {
    const free = freeRows(db, { full: places.full(), own: [...running.values()], now: clock.now() });
    const next = await free
      .select("due_at")
      .where("due_at", "is not", null)
      .orderBy("due_at")
      .limit(1)
      .executeTakeFirst();
    const due = next?.due_at ?? Number.POSITIVE_INFINITY;
    return Math.min(LOOK_EVERY_MS, Math.max(0, due - clock.now()));
  };

  const loop = createLoop({
    turn: async () => {
      roundAt = clock.now();
      await turn();
      return untilNext();
    },
    pauseMs: LOOK_EVERY_MS,
    failed: (error) => log.error({ err: error, error: messageOf(error) }, "the store did not answer the engine"),
    clock,
  });
  return {
    start: loop.start,
    wake: loop.wake,
    alive: () => clock.now() - roundAt < HUNG_AFTER_MS,
    stop: async () => {
      await loop.stop();
      await Promise.all(running.keys());
    },
  };
}

/**
 * Frees what a killed process held, at once instead of when its leases end. Only for a store that one process at a
 * time may open: then whoever held a lease is gone.
 */
export async function recover({ db, log }: Pick<Basics, "db" | "log">): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable("generations")
    .set({ lease_until: 0 })
    .where("lease_until", ">", 0)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) log.warn({ generations: Number(numUpdatedRows) }, "took over jobs of a process that died");
}

/** Takes the rows that are due, that nobody holds, and that there are places for; each gets a new fence and a lease. */
export async function claim(
  { db }: Pick<Basics, "db">,
  { places, own, now }: { places: Places; own: readonly string[]; now: number },
): Promise<GenerationRow[]> {
  const due = freeRows(db, { full: places.full(), own, now }).where("due_at", "<=", now);
  const found = await due.select(["id", "platform", "message"]).orderBy("due_at").limit(LOOK_AHEAD).execute();
  const ids = places.fitting(found).map(({ id }) => id);
  if (ids.length === 0) return [];
  const still = db.selectFrom("generations").select("id").where("id", "in", ids).where("due_at", "<=", now);
  return db
    .updateTable("generations")
    .set({ fence: sql`fence + 1`, lease_until: now + LEASE_MS })
    .where("id", "in", lockingFree(db, still.where("lease_until", "<=", now)))
    .where("lease_until", "<=", now)
    .returningAll()
    .execute();
}

/**
 * The rows that nobody holds, but for those whose steps there is no place for, and never one that this process itself
 * is at work on: when its clock has leaped, as after a laptop's sleep, its leases look long over. One that was taken away
 * from its step, as by a cancellation, has no lease at all, and goes on.
 */
function freeRows(db: Db, { full, own, now }: { full: readonly Lane[]; own: readonly string[]; now: number }) {
  const rows = db
    .selectFrom("generations")
    .where("lease_until", "<=", now)
    .$if(own.length > 0, (query) => query.where((eb) => eb.or([eb("id", "not in", own), eb("lease_until", "=", 0)])));
  return full.reduce((left, { platform, kind }) => {
    const announced = kind === "announcement" ? "is" : "is not";
    return left.where((eb) => eb.not(eb.and([eb("platform", "=", platform), eb("message", announced, null)])));
  }, rows);
}

/** The step neither ended nor failed; what it still writes is void once another has the row. */
class StepHung extends Error {
  override readonly name = "StepHung";
}

/** Keeps the lease until the step is done. Throws StepHung when that takes longer than any step may. */
async function renewLease({ db, clock, log }: Basics, row: GenerationRow, done: AbortSignal): Promise<void> {
  const hungAt = clock.now() + STEP_AT_MOST_MS;
  for (;;) {
    await clock.sleep(RENEW_EVERY_MS, done);
    if (done.aborted) return;
    if (clock.now() >= hungAt) throw new StepHung(`${row.id}: ${row.state} took longer than any step may`);
    try {
      await db
        .updateTable("generations")
        .set({ lease_until: clock.now() + LEASE_MS })
        .where("id", "=", row.id)
        .where("fence", "=", row.fence)
        .where("lease_until", ">", 0)
        .execute();
    } catch (error) {
      log.warn({ generation: row.id, err: error }, "a lease could not be renewed");
    }
  }
}

/** After a step that did not go through: the row is free again and due later, unless somebody else has it. */
export async function putOff(
  { db, clock, log, random }: Basics & { random(): number },
  row: GenerationRow,
  error: unknown,
  stopped: boolean,
): Promise<void> {
  if (error instanceof FenceLost) {
    log.info({ generation: row.id }, "taken over by another worker");
    // What this one has just shown may be older than the ending that was shown meanwhile: it is shown again.
    await db
      .updateTable("generations")
      .set({ due_at: clock.now(), told: null })
      .where("id", "=", row.id)
      .where("due_at", "is", null)
      .execute();
    return;
  }
  const wait = stopped ? 0 : Math.min(FIRST_RETRY_MS * 2 ** row.tries, LONGEST_RETRY_MS) * (0.5 + random());
  if (!stopped) {
    log.warn({ generation: row.id, state: row.state, tries: row.tries + 1, err: error }, "a step failed, trying again");
  }
  const due = Math.round(clock.now() + wait);
  await db
    .updateTable("generations")
    .set({ lease_until: 0, due_at: due, tries: stopped ? row.tries : row.tries + 1 })
    .$if(row.state === "queued", (query) => query.set({ admitted_at: null, poll_at: due }))
    .where("id", "=", row.id)
    .where("fence", "=", row.fence)
    .execute();
}
