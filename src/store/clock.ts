import { sql } from "kysely";
import { type Clock, type Machine, steadyClock, systemClock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";
import { createLoop } from "../base/loop.ts";
import type { Store } from "./open.ts";
import type { Db } from "./tables.ts";

/** The time that everything that lasts is judged by. */
export interface StoreClock extends Clock {
  /** How far it is ahead of the latest time that the store has seen, in milliseconds, when it is opened. */
  readonly unseenMs: number;
  close(): Promise<void>;
}

/** How often Postgres is asked for its time again: what a machine's own clock loses until then is milliseconds. */
const ASK_EVERY_MS = 10 * 60_000;
/** A machine's clock that differs by more is worth the operator's look. */
const WORTH_SAYING_MS = 2_000;
/** An answer that took longer says too little of when it was true. */
const SLOWEST_ANSWER_MS = 2_000;

/**
 * One time for all processes of a store. On Postgres it is the database's, asked for now and then and kept by the
 * process's monotonic clock between: workers whose own clocks differ agree on leases, allowances and ages. On SQLite
 * it is the process's, steadied. Throws when Postgres doesn't answer.
 */
export async function openClock(
  { db, kind }: Pick<Store, "db" | "kind">,
  { machine, log }: { machine: Machine; log: Logger },
): Promise<StoreClock> {
  if (kind === "postgres") return databaseClock(db, machine, log);
  const clock = steadyClock(machine, (ms) =>
    log.error(
      { seconds: Math.round(ms / 1000) },
      "the machine's clock was set to another time: Reelay believes it when it still says so in an hour",
    ),
  );
  return { ...clock, unseenMs: await unseen(db, clock.now()), close: async () => undefined };
}

async function databaseClock(db: Db, machine: Machine, log: Logger): Promise<StoreClock> {
  let known = await ask(db, machine);
  const now = () => Math.floor(known.time + (machine.monotonic() - known.at));
  const asking = createLoop({
    turn: async () => {
      const answer = await ask(db, machine);
      if (answer.took <= SLOWEST_ANSWER_MS) known = answer;
      return undefined;
    },
    pauseMs: ASK_EVERY_MS,
    firstMs: ASK_EVERY_MS,
    failed: (error) =>
      log.warn({ reason: messageOf(error) }, "Postgres didn't tell its time: Reelay goes on by the last it told"),
    clock: systemClock,
  });
  const off = machine.wall() - now();
  if (Math.abs(off) > WORTH_SAYING_MS) {
    log.warn({ seconds: Math.round(off / 1000) }, "this machine's clock differs from Postgres', whose time counts");
  }
  asking.start();
  return {
    now,
    sleep: systemClock.sleep,
    unseenMs: await unseen(db, now()),
    close: asking.stop,
  };
}

/** Postgres' time and what the monotonic clock showed then; the answer is as old as half the way. */
async function ask(db: Db, machine: Machine): Promise<{ time: number; at: number; took: number }> {
  const before = machine.monotonic();
  const { rows } = await sql<{ ms: number }>`select extract(epoch from clock_timestamp()) * 1000 as ms`.execute(db);
  const at = machine.monotonic();
  return { time: Number(rows[0]?.ms) + (at - before) / 2, at, took: at - before };
}

/** How long ago anything was locked, which every request and every turn of the engine does; 0 in a new store. */
async function unseen(db: Db, now: number): Promise<number> {
  const { seen } = await db
    .selectFrom("locks")
    .select((eb) => eb.fn.max("touched_at").as("seen"))
    .executeTakeFirstOrThrow();
  return seen === null ? 0 : now - Number(seen);
}
