import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { type Units, units } from "../credits/units.ts";
import { EvoLinkError } from "../evolink/errors.ts";
import type { EvoLink } from "../evolink/evolink.ts";
import { AT_GATEWAY } from "../generations/states/states.ts";
import type { Db } from "../store/tables.ts";
import type { AccountWatch, Closed } from "./account.ts";
import { readBalance } from "./balance.ts";
import type { Drift } from "./drift.ts";
import type { Health, HealthWatch } from "./health.ts";
import { latestReading } from "./readings.ts";

/** Jobs at one time. */
export interface Queue {
  /** Jobs that wait for a slot, and jobs that EvoLink is at. */
  waiting: number;
  running: number;
  /** When the oldest one that waits was asked for; undefined when none does. */
  oldestAt: number | undefined;
}

/** How things stand, for an admin of a workspace. */
export interface Status {
  queue: { here: Queue; everywhere: Queue };
  upstream: Health;
  /** The chats of this process: since when each is there, or isn't and why. */
  chats: readonly { name: string; since: number; why: string | undefined }[];
  account: {
    /** Since when and why no new requests are taken; undefined while they are. */
    closed: Closed | undefined;
    /** What can be spent, and when that was read; undefined when it has never been. */
    balance: { spendable: Units; readAt: number } | undefined;
    /** What a week costs at the present rate, of all workspaces. */
    weekly: Units;
    /** Days that the balance lasts at that rate; undefined when nothing is being spent, or nothing is known. */
    lastsDays: number | undefined;
    /** It won't last a week. */
    low: boolean;
  };
  /** What the last daily comparison said. */
  drift: Drift | undefined;
}

export interface StatusReader {
  read(workspace: string): Promise<Status>;
}

interface Parts {
  db: Db;
  evolink: Pick<EvoLink, "readCredits">;
  account: string;
  watch: Pick<AccountWatch, "closed">;
  health: Pick<HealthWatch, "read">;
  chats(): Status["chats"];
  drift(): Promise<Drift | undefined>;
  clock: Clock;
  log: Logger;
}

const DAY_MS = 24 * 3_600_000;
const WEEK_DAYS = 7;
/** A balance this young is not read again. */
const FRESH_MS = 60_000;
/** Whoever asks gets the last known balance when EvoLink takes longer. */
const PATIENCE_MS = 5_000;

export function createStatus(parts: Parts): StatusReader {
  const { db, watch, health, chats, drift, clock } = parts;
  let last: Status["account"]["balance"];
  const balance = async () => {
    if (last === undefined || clock.now() - last.readAt >= FRESH_MS) {
      last = (await askNow(parts)) ?? last ?? (await lastKept(parts));
    }
    return last;
  };
  return {
    read: async (workspace) => {
      const now = clock.now();
      const weekly = await weeklyRate(db, now);
      const present = await balance();
      const lastsDays = present && weekly > 0 ? (Math.max(0, present.spendable) / weekly) * WEEK_DAYS : undefined;
      return {
        queue: { here: await queueOf(db, workspace), everywhere: await queueOf(db, undefined) },
        upstream: health.read(),
        chats: chats(),
        account: {
          closed: await watch.closed(),
          balance: present,
          weekly,
          lastsDays,
          low: lastsDays !== undefined && lastsDays < WEEK_DAYS,
        },
        drift: await drift(),
      };
    },
  };
}

async function askNow({ evolink, clock, log }: Parts): Promise<Status["account"]["balance"]> {
  const done = new AbortController();
  const late = new AbortController();
  const patience = clock.sleep(PATIENCE_MS, done.signal).then(() => late.abort());
  try {
    const { spendable } = readBalance(await evolink.readCredits(late.signal));
    return { spendable, readAt: clock.now() };
  } catch (error) {
    if (!(error instanceof EvoLinkError) && !late.signal.aborted) throw error;
    log.warn({ err: error }, "EvoLink's balance could not be read");
    return undefined;
  } finally {
    done.abort();
    await patience;
  }
}

/** What the daily comparison read, should EvoLink not answer now. The key's own limit is not in it. */
async function lastKept({ db, account }: Parts): Promise<Status["account"]["balance"]> {
  const row = await latestReading(db);
  return row?.account === account ? { spendable: units(row.remaining), readAt: row.at } : undefined;
}

/** The captures of the last seven days; where the first capture is younger, as many as a week of such days would have. */
async function weeklyRate(db: Db, now: number): Promise<Units> {
  const captures = db.selectFrom("ledger").where("kind", "=", "capture");
  const { spent } = await captures
    .select((eb) => eb.fn.sum<number | null>("amount").as("spent"))
    .where("at", ">=", now - WEEK_DAYS * DAY_MS)
    .executeTakeFirstOrThrow();
  const { first } = await captures.select((eb) => eb.fn.min("at").as("first")).executeTakeFirstOrThrow();
  const days = Math.min(WEEK_DAYS, Math.max(1, (now - Number(first ?? now)) / DAY_MS));
  return units(Math.round((Number(spent ?? 0) * WEEK_DAYS) / days));
}

async function queueOf(db: Db, workspace: string | undefined): Promise<Queue> {
  const rows = await db
    .selectFrom("generations")
    .select((eb) => ["state", eb.fn.countAll<number>().as("jobs"), eb.fn.min("created_at").as("oldest")])
    .where("state", "in", ["queued", ...AT_GATEWAY])
    .$if(workspace !== undefined, (query) => query.where("workspace", "=", workspace ?? ""))
    .groupBy("state")
    .execute();
  const queued = rows.find(({ state }) => state === "queued");
  return {
    waiting: Number(queued?.jobs ?? 0),
    running: rows.filter((row) => row !== queued).reduce((sum, { jobs }) => sum + Number(jobs), 0),
    oldestAt: queued ? Number(queued.oldest) : undefined,
  };
}
