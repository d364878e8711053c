import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { createLoop } from "../base/loop.ts";
import type { Units } from "../credits/units.ts";
import { GatewayError } from "../evolink/errors.ts";
import type { EvoLink } from "../evolink/evolink.ts";
import type { AccountWatchRow } from "../store/rows.ts";
import type { Db } from "../store/tables.ts";
import { readBalance } from "./balance.ts";
import type { Ear, EvoLinkCall } from "./observed.ts";

/** Why EvoLink takes no new jobs from here: the account is empty, or the key is refused; milliseconds since 1970. */
export interface Closed {
  since: number;
  why: "empty" | "key";
}

/** Knows whether EvoLink takes new jobs from here, over all processes. While it doesn't, no new request is taken. */
export interface AccountWatch {
  /** Undefined while new requests may be taken. When the store can't answer it throws, which is a no as well. */
  closed(): Promise<Closed | undefined>;
  /** To be told of every call's end. */
  heard: Ear;
  /** Looks at the account once, and from then on whether one that is closed can be opened again. */
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
/** Somebody has to pay before an empty account has credits; a key may be taken again at any moment. */
const LONGEST_LOOK_MS = { empty: 3_600_000, key: 300_000 } as const;
/** How often the account may be asked whether a refusal was meant for all of it. */
const ASK_EVERY_MS = 30_000;
/**
 * An account that is found closed again so soon has only less left than a job costs: the looks go on getting rarer, so
 * that jobs are not let in and refused every minute.
 */
const AGAIN_MS = 24 * 3_600_000;
/** How often the row is read to see whether it is time to look. */
const TICK_MS = 15_000;

/** A sentence for the operator. */
export function sayClosed({ why }: Pick<Closed, "why">): string {
  return why === "empty"
    ? "EvoLink's account is empty: new requests are refused until it is topped up."
    : "EvoLink refuses the key in EVOLINK_API_KEY: new requests are refused until it takes the key.";
}

export function createAccountWatch(parts: Parts): AccountWatch {
  const { db, evolink, account, clock, log } = parts;
  let askedAt = Number.NEGATIVE_INFINITY;
  const closed = async () => closedOf(await readWatch(db, account));

  /** Whether the key is taken is what the account's own page says, which is of no one model. */
  const ask = async (): Promise<void> => {
    if (clock.now() - askedAt < ASK_EVERY_MS) return;
    askedAt = clock.now();
    try {
      await evolink.readCredits(loop.signal);
    } catch (error) {
      if (refusalOf(error, "credits") === "key") await close(parts, "key");
      else if (!loop.signal.aborted) log.warn({ err: error }, "EvoLink's account could not be read");
    }
  };

  let look = async () => ((await closed()) ? undefined : ask());
  const loop = createLoop({
    turn: async (signal) => {
      await look();
      look = () => lookAgain(parts, signal);
      return undefined;
    },
    pauseMs: TICK_MS,
    failed: (error) => {
      if (!loop.signal.aborted) log.warn({ err: error }, "whether EvoLink takes jobs again could not be read");
    },
    clock,
  });
  return {
    closed,
    heard: async (error, call) => {
      const why = refusalOf(error, call);
      if (why === undefined) return;
      try {
        await (why === "ask" ? ask() : close(parts, why));
      } catch (failure) {
        log.error({ err: failure }, "EvoLink takes no new jobs from here, and that could not be written down");
      }
    },
    start: loop.start,
    stop: loop.stop,
  };
}

/**
 * What a call's end says of the whole account. 401 is the key's and 402 the account's; 403 is for a model that isn't
 * open to the key (`model_access_denied`), unless nothing but the account was asked for. So another 403 has to be
 * asked about.
 */
function refusalOf(error: unknown, call: EvoLinkCall): Closed["why"] | "ask" | undefined {
  if (!(error instanceof GatewayError)) return undefined;
  if (error.status === 402) return "empty";
  if (error.status === 401) return "key";
  if (error.status !== 403) return undefined;
  return call === "credits" ? "key" : "ask";
}

/** Milliseconds to the next look, by how often it was looked. */
function waitAfter(tries: number, why: Closed["why"]): number {
  return Math.min(FIRST_LOOK_MS * 2 ** Math.min(tries, 20), LONGEST_LOOK_MS[why]);
}

function closedOf(row: AccountWatchRow | undefined): Closed | undefined {
  return row?.closed_at == null ? undefined : { since: row.closed_at, why: row.why ?? "empty" };
}

function readWatch(db: Db, account: string): Promise<AccountWatchRow | undefined> {
  return db.selectFrom("account_watch").selectAll().where("account", "=", account).executeTakeFirst();
}

/** Writes down that no jobs are taken, and why; the first to do so says it in the log. */
async function close({ db, account, clock, log }: Parts, why: Closed["why"]): Promise<void> {
  const now = clock.now();
  await db
    .insertInto("account_watch")
    .values({ account, closed_at: null, opened_at: null, why: null, tries: 0, check_at: null })
    .onConflict((c) => c.column("account").doNothing())
    .execute();
  const known = await readWatch(db, account);
  const again = known?.opened_at != null && now - known.opened_at < AGAIN_MS;
  const tries = again ? (known?.tries ?? 0) : 0;
  const closed = await db
    .updateTable("account_watch")
    .set({ closed_at: now, why, tries, check_at: now + waitAfter(tries, why) })
    .where("account", "=", account)
    .where("closed_at", "is", null)
    .returning("account")
    .executeTakeFirst();
  // Of one that is closed already, the latest refusal says why.
  const turned = await db
    .updateTable("account_watch")
    .set({ why })
    .where("account", "=", account)
    .where("closed_at", "is not", null)
    .where((eb) => eb.or([eb("why", "is", null), eb("why", "<>", why)]))
    .returning("account")
    .executeTakeFirst();
  if (closed ?? turned) log.error(sayClosed({ why }));
}

/** Looks at the balance when it is time, as the only process to do so, and opens again when there are credits. */
async function lookAgain(parts: Parts, signal: AbortSignal): Promise<void> {
  const { db, evolink, account, clock, log } = parts;
  const now = clock.now();
  const row = await readWatch(db, account);
  const closed = closedOf(row);
  if (!row || !closed || (row.check_at ?? 0) > now) return;
  const tries = row.tries + 1;
  const mine = await db
    .updateTable("account_watch")
    .set({ tries, check_at: now + waitAfter(tries, closed.why) })
    .where("account", "=", account)
    .where("closed_at", "=", closed.since)
    .where("tries", "=", row.tries)
    .returning("account")
    .executeTakeFirst();
  if (!mine) return;
  const spendable = await readSpendable(evolink, signal);
  if (spendable === "refused") return close(parts, "key");
  if (spendable <= 0) return close(parts, "empty");
  const opened = await db
    .updateTable("account_watch")
    .set({ closed_at: null, opened_at: clock.now(), check_at: null })
    .where("account", "=", account)
    .where("closed_at", "=", closed.since)
    .returning("account")
    .executeTakeFirst();
  if (opened) log.info({ spendable, closedMs: clock.now() - closed.since }, "EvoLink takes jobs again");
}

async function readSpendable(evolink: Parts["evolink"], signal: AbortSignal): Promise<Units | "refused"> {
  try {
    return readBalance(await evolink.readCredits(signal)).spendable;
  } catch (error) {
    if (refusalOf(error, "credits") === "key") return "refused";
    throw error;
  }
}
