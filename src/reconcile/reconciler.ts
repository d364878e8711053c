import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { createLoop } from "../base/loop.ts";
import type { EvoLink } from "../evolink/evolink.ts";
import type { Db } from "../store/tables.ts";
import type { Drift } from "./drift.ts";
import { driftOf, latestReading, takeReading } from "./readings.ts";

/** Compares EvoLink's account with the ledger once a day, over all processes. */
export interface Reconciler {
  start(): void;
  stop(): Promise<void>;
  /** What the latest comparison of this account said, by whichever process; undefined before there was one. */
  drift(): Promise<Drift | undefined>;
}

interface Parts {
  db: Db;
  evolink: Pick<EvoLink, "readCredits">;
  /** Names the account, without giving its key away: what another account has left is not compared with it. */
  account: string;
  clock: Clock;
  log: Logger;
  /**
   * Told of every comparison that leaves something unexplained, by the id of its reading. When it throws it is told
   * again within the hour, so it may be told twice of the same one.
   */
  onDrift(drift: Drift, reading: string): Promise<void>;
}

const DAY_MS = 24 * 3_600_000;
/** How often it is looked whether a day has gone by; also how soon a reading that failed is tried again. */
const LOOK_EVERY_MS = 3_600_000;

export function createReconciler(parts: Parts): Reconciler {
  const { db, account, clock, log } = parts;
  const loop = createLoop({
    turn: async (signal) => {
      await reconcile(parts, signal);
      return undefined;
    },
    pauseMs: LOOK_EVERY_MS,
    failed: (error) => {
      if (!loop.signal.aborted) log.warn({ err: error }, "EvoLink's account could not be compared with the ledger");
    },
    clock,
  });
  return {
    start: loop.start,
    stop: loop.stop,
    drift: async () => {
      const row = await db
        .selectFrom("balance_readings")
        .select("drift")
        .where("account", "=", account)
        .where("drift", "is not", null)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      return row && driftOf(row);
    },
  };
}

/** One look: takes a reading when the last one is a day old or of another account, and tells of what is untold. */
export async function reconcile(parts: Parts, signal: AbortSignal): Promise<void> {
  const { db, account, clock, log, onDrift } = parts;
  const last = await latestReading(db);
  // A clock that was set back does not stop it for longer than a day.
  const fresh = last?.account === account && Math.abs(clock.now() - last.at) < DAY_MS;
  if (!fresh) await takeReading({ ...parts, now: clock.now }, last, signal);

  const untold = await db.selectFrom("balance_readings").selectAll().where("reported", "=", 0).orderBy("id").execute();
  for (const row of untold) {
    const drift = driftOf(row);
    if (drift) {
      log.error({ ...drift }, "EvoLink charged something else than was captured");
      await onDrift(drift, row.id);
    }
    await db.updateTable("balance_readings").set({ reported: 1 }).where("id", "=", row.id).execute();
  }
}
