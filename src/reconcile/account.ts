import type { Clock } from "../clock.ts";
import { GatewayError } from "../evolink/errors.ts";
import type { EvoLink } from "../evolink/evolink.ts";
import type { Logger } from "../log.ts";
import type { AccountWatchRow } from "../store/006-reconcile.ts";
import type { Db } from "../store/tables.ts";
import { readBalance } from "./balance.ts";
import type { Ear } from "./observed.ts";

/** Knows whether EvoLink's account is empty, over all processes. While it is, no new request is taken. */
export interface AccountWatch {
  /** Whether new requests may be taken. When the store can't answer it throws, which is a no as well. */
  open(): Promise<boolean>;
  /** Since when the account is known to be empty, in milliseconds since 1970; undefined while it isn't. */
  emptySince(): Promise<number | undefined>;
  /** To be told of every call's end: a 402 says that the account is empty. */
  heard: Ear;
  /** Begins to look whether an empty account has credits again. */
  start(): void;
  stop(): Promise<void>;
}

interface Parts {
  db: Db;
  /** Its answers need not be heard by the watch itself. */
  evolink: Pick<EvoLink, "readCredits">;
  /** Names the account: with another key, or the sandbox, an empty one is forgotten. */
  account: string;
  clock: Clock;
  log: Logger;
}

const FIRST_LOOK_MS = 30_000;
const LONGEST_LOOK_MS = 3_600_000;
/**
 * An account that is found empty again so soon has only less left than a job costs: the looks go on getting rarer, so
 * that jobs are not let in and refused every minute.
 */
const AGAIN_MS = 24 * 3_600_000;
/** How often the row is read to see whether it is time to look. */
const TICK_MS = 15_000;

export function createAccountWatch(parts: Parts): AccountWatch {
  const { db, account, clock, log } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  let loop: Promise<void> | undefined;
  const emptySince = async () => (await readWatch(db, account))?.closed_at ?? undefined;
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await lookAgain(parts, signal);
      } catch (error) {
        if (!signal.aborted) log.warn({ err: error }, "whether EvoLink's account is still empty could not be read");
      }
      await clock.sleep(TICK_MS, signal);
    }
  };
  return {
    open: async () => (await emptySince()) === undefined,
    emptySince,
    heard: async (error) => {
      if (!(error instanceof GatewayError) || error.status !== 402) return;
      try {
        await close(parts);
      } catch (failure) {
        log.error({ err: failure }, "EvoLink's account is empty, and that could not be written down");
      }
    },
    start: () => {
      loop ??= work();
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}

/** Milliseconds to the next look, by how often it was looked. */
function waitAfter(tries: number): number {
  return Math.min(FIRST_LOOK_MS * 2 ** Math.min(tries, 20), LONGEST_LOOK_MS);
}

function readWatch(db: Db, account: string): Promise<AccountWatchRow | undefined> {
  return db.selectFrom("account_watch").selectAll().where("account", "=", account).executeTakeFirst();
}

/** Writes down that the account is empty; the first to do so says it in the log. */
async function close({ db, account, clock, log }: Parts): Promise<void> {
  const now = clock.now();
  await db
    .insertInto("account_watch")
    .values({ account, closed_at: null, opened_at: null, tries: 0, check_at: null })
    .onConflict((c) => c.column("account").doNothing())
    .execute();
  const known = await readWatch(db, account);
  const again = known?.opened_at != null && now - known.opened_at < AGAIN_MS;
  const tries = again ? (known?.tries ?? 0) : 0;
  const closed = await db
    .updateTable("account_watch")
    .set({ closed_at: now, tries, check_at: now + waitAfter(tries) })
    .where("account", "=", account)
    .where("closed_at", "is", null)
    .returning("account")
    .executeTakeFirst();
  if (closed) log.error("EvoLink's account is empty: new requests are refused until it is topped up");
}

/** Looks at the balance when it is time, as the only process to do so, and opens again when there are credits. */
async function lookAgain({ db, evolink, account, clock, log }: Parts, signal: AbortSignal): Promise<void> {
  const now = clock.now();
  const row = await readWatch(db, account);
  if (!row || row.closed_at === null || (row.check_at ?? 0) > now) return;
  const tries = row.tries + 1;
  const mine = await db
    .updateTable("account_watch")
    .set({ tries, check_at: now + waitAfter(tries) })
    .where("account", "=", account)
    .where("closed_at", "=", row.closed_at)
    .where("tries", "=", row.tries)
    .returning("account")
    .executeTakeFirst();
  if (!mine) return;
  const { spendable } = readBalance(await evolink.readCredits(signal));
  if (spendable <= 0) return;
  const opened = await db
    .updateTable("account_watch")
    .set({ closed_at: null, opened_at: clock.now(), check_at: null })
    .where("account", "=", account)
    .where("closed_at", "=", row.closed_at)
    .returning("account")
    .executeTakeFirst();
  if (opened) log.info({ spendable }, "EvoLink's account has credits again: new requests are taken");
}
