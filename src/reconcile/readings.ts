import { newId } from "../base/ids.ts";
import { units } from "../credits/units.ts";
import type { EvoLink } from "../evolink/evolink.ts";
import { AT_GATEWAY } from "../generations/states/states.ts";
import { lock } from "../store/lock.ts";
import type { BalanceReadingRow } from "../store/rows.ts";
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
  // The jobs before the sum: one that is captured between the two counts in both, which only widens what is explained.
  const underWay = await atGateway(db);
  const captured = await capturedInAll(db);
  const { remaining, used } = readBalance(await evolink.readCredits(signal));
  const inFlight = pricesOf(underWay, await atGateway(db)) + ((await capturedInAll(db)) - captured);
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

/** The price of each job that the account may or may not have been charged for. */
async function atGateway(db: Db): Promise<ReadonlyMap<string, number>> {
  const jobs = await db.selectFrom("generations").select(["id", "price"]).where("state", "in", AT_GATEWAY).execute();
  return new Map(jobs.map(({ id, price }) => [id, price]));
}

/** Of the jobs of either look, each once. By the rows and no clock: several processes write them, each by its own. */
function pricesOf(...looks: readonly ReadonlyMap<string, number>[]): number {
  const jobs = new Map(looks.flatMap((look) => [...look]));
  return [...jobs.values()].reduce((sum, price) => sum + price, 0);
}
