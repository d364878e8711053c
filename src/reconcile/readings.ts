import { units } from "../credits/units.ts";
import type { EvoLink } from "../evolink/evolink.ts";
import { AT_GATEWAY } from "../generations/states.ts";
import { newId } from "../ids.ts";
import type { BalanceReadingRow } from "../store/006-reconcile.ts";
import { lock } from "../store/lock.ts";
import type { Db } from "../store/tables.ts";
import { readBalance } from "./balance.ts";
import { compare, type Drift, type Reading } from "./drift.ts";

/** The latest reading of any account. */
export function latestReading(db: Db): Promise<BalanceReadingRow | undefined> {
  return db.selectFrom("balance_readings").selectAll().orderBy("id", "desc").limit(1).executeTakeFirst();
}

/**
 * Reads the account and the ledger, compares them with the reading before when that was of the same account, and keeps
 * the reading. Gives the row; undefined when another process was quicker. Throws the errors of `readCredits`.
 */
export async function takeReading(
  parts: { db: Db; evolink: Pick<EvoLink, "readCredits">; account: string; now(): number },
  before: BalanceReadingRow | undefined,
  signal: AbortSignal,
): Promise<BalanceReadingRow | undefined> {
  const { db, evolink, account, now } = parts;
  const at = now();
  const captured = await capturedInAll(db);
  const { remaining, used } = readBalance(await evolink.readCredits(signal));
  const inFlight = (await atGateway(db)) + (await settledSince(db, at));
  const reading: Reading = { at, remaining, used, captured, inFlight: units(inFlight) };
  const drift = before?.account === account ? compare(toReading(before), reading) : undefined;
  const row: BalanceReadingRow = {
    ...{ id: newId("b", at), account, at, remaining, used, captured, in_flight: inFlight },
    drift: drift ? JSON.stringify(drift) : null,
    reported: drift === undefined || drift.unexplained === 0 ? 1 : 0,
  };
  return db.transaction().execute(async (tx) => {
    await lock(tx, "balance readings", at);
    if ((await latestReading(tx))?.id !== before?.id) return undefined;
    await tx.insertInto("balance_readings").values(row).execute();
    return row;
  });
}

/** What `compare` said of the reading. */
export function driftOf(row: Pick<BalanceReadingRow, "drift">): Drift | undefined {
  return row.drift === null ? undefined : (JSON.parse(row.drift) as Drift);
}

function toReading({ at, remaining, used, captured, in_flight }: BalanceReadingRow): Reading {
  return {
    at,
    remaining: units(remaining),
    used: units(used),
    captured: units(captured),
    inFlight: units(in_flight),
  };
}

async function capturedInAll(db: Db): Promise<number & Reading["captured"]> {
  const { spent } = await db
    .selectFrom("pots")
    .select((eb) => eb.fn.sum<number | null>("spent").as("spent"))
    .executeTakeFirstOrThrow();
  return units(Number(spent ?? 0));
}

async function atGateway(db: Db): Promise<number> {
  const { price } = await db
    .selectFrom("generations")
    .select((eb) => eb.fn.sum<number | null>("price").as("price"))
    .where("state", "in", AT_GATEWAY)
    .executeTakeFirstOrThrow();
  return Number(price ?? 0);
}

/** What was under way when the ledger was read, and has ended since: whether the balance had it, nobody knows. */
async function settledSince(db: Db, at: number): Promise<number> {
  const { amount } = await db
    .selectFrom("ledger")
    .select((eb) => eb.fn.sum<number | null>("amount").as("amount"))
    .where("kind", "in", ["capture", "release"])
    .where("at", ">=", at)
    .executeTakeFirstOrThrow();
  return Number(amount ?? 0);
}
