import { newId } from "../base/ids.ts";
import type { Tx } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import type { Text } from "../text/text.ts";
import {
  allowancePot,
  approvalPot,
  type Balance,
  GRANTS,
  grantTo,
  move,
  type Owner,
  readPots,
  takeFrom,
  write,
} from "./pots.ts";
import { add, subtract, type Units, units } from "./units.ts";

export type { Owner };

/** What entries of the ledger's own are for, after “added 5 credits:”. */
const words = sentences("ledger", {
  allowance: "your allowance",
  lowered: "your allowance was lowered",
  approved: "approved by an admin",
});

/** What the policy gives a member in the present period, and when the next begins (milliseconds since 1970). */
export interface Allowance {
  /** Names the period: `2026-11`. */
  period: string;
  amount: Units;
  renewsAt: number;
  /** The time zone whose midnight `renewsAt` is; UTC unless said. */
  timeZone?: string;
  /** By what it is counted, for the account to remember: `month Europe/Berlin`. */
  terms?: string;
}

/** What an account has seen when it is opened. */
export interface Seen {
  /** The time it is opened, never before the last time. */
  at: number;
  /** By what its allowance was counted last, and since when; null before it first was. */
  terms: string | null;
  termsSince: number | null;
}

/** The same in a form that costs less: what it would be (`3 s · 720p`), and its price. */
export interface Cheaper {
  details: Text;
  price: Units;
}

/** There is less than the price. Nothing was held. */
export class InsufficientCredits extends Error {
  override readonly name = "InsufficientCredits";
  readonly price: Units;
  readonly available: Units;
  readonly renewsAt: number;
  readonly timeZone: string | undefined;
  /** A form of it that there would be enough for, when whoever asked knows of one. */
  readonly cheaper: Cheaper | undefined;

  constructor(price: Units, available: Units, renewsAt: number, cheaper?: Cheaper, timeZone?: string) {
    super(`Needs ${price} units, ${available} are available`);
    this.price = price;
    this.available = available;
    this.renewsAt = renewsAt;
    this.timeZone = timeZone;
    this.cheaper = cheaper;
  }
}

/** The ledger was asked for what its rules forbid (a second resolution, a capture above its hold): a bug, never input. */
export class LedgerViolation extends Error {
  override readonly name = "LedgerViolation";
}

/** What a member can spend, read under the lock that keeps it true until the transaction ends. */
export interface Account {
  owner: Owner;
  allowance: Allowance;
  /** The time it was opened, never before the last time: what is written of it is written at this time. */
  at: number;
  /** What is available of the period's allowance, and of the grants. */
  ofAllowance: Units;
  ofGrants: Units;
}

/**
 * Takes the member's lock for the rest of the transaction. Everything that counts a member's credits or jobs before it
 * writes begins with this. Gives what the account has seen, its time being `at`, or the latest when the clock has gone
 * back since.
 */
export async function lockAccount(tx: Tx, owner: Owner, at: number, roles?: readonly string[]): Promise<Seen> {
  const { workspace, member } = owner;
  const seen = roles === undefined ? {} : { roles: JSON.stringify(roles) };
  const row = await tx
    .insertInto("accounts")
    .values({ workspace, member, touched_at: at, ...seen })
    .onConflict((c) =>
      c.columns(["workspace", "member"]).doUpdateSet((eb) => ({
        touched_at: eb.case().when("accounts.touched_at", "<", at).then(at).else(eb.ref("accounts.touched_at")).end(),
        ...seen,
      })),
    )
    .returning(["touched_at", "terms", "terms_since"])
    .executeTakeFirstOrThrow();
  return { at: row.touched_at, terms: row.terms, termsSince: row.terms_since };
}

/**
 * Takes the member's lock and makes sure that the period's pot holds what the policy gives: what is missing is added,
 * and what is too much, the policy giving less by now, is taken as far as it is neither held nor spent. `allowance` may
 * depend on what the account has seen, and is then asked for under the lock.
 */
export async function openAccount(
  tx: Tx,
  owner: Owner,
  allowance: Allowance | ((seen: Seen) => Promise<Allowance>),
  now: number,
  roles?: readonly string[],
): Promise<Account> {
  const seen = await lockAccount(tx, owner, now, roles);
  const { at } = seen;
  const given = typeof allowance === "function" ? await allowance(seen) : allowance;
  if (given.terms !== undefined && given.terms !== seen.terms) await writeTerms(tx, owner, given.terms, at);
  const pot = allowancePot(given.period);
  const [present, grants] = await readPots(tx, owner, [pot, GRANTS]);
  const change = toPolicy(present, given);
  if (change > 0) await grantTo(tx, owner, pot, change, words.allowance, at);
  if (change < 0) await takeFrom(tx, owner, pot, units(-change), words.lowered, at);
  const ofAllowance = add(present.available, change);
  return { owner: { ...owner }, allowance: given, at, ofAllowance, ofGrants: grants.available };
}

async function writeTerms(tx: Tx, { workspace, member }: Owner, terms: string, at: number): Promise<void> {
  await tx
    .updateTable("accounts")
    .set({ terms, terms_since: at })
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .execute();
}

/** By how much the pot of a period has to change, so that it holds what the policy gives. */
export function toPolicy({ granted, available }: Balance, { amount }: Pick<Allowance, "amount">): Units {
  return units(Math.max(amount - granted, -available));
}

/** Gives a member credits that do not expire. `amount` above zero. */
export async function grant(tx: Tx, owner: Owner, amount: Units, note: Text, at: number): Promise<void> {
  if (amount <= 0) throw new LedgerViolation(`A grant of ${amount} units`);
  await grantTo(tx, owner, GRANTS, amount, note, at);
}

/**
 * Takes back up to `amount` of what is available of the grants; gives what was really taken. Whoever calls it holds the
 * account's lock.
 */
export async function take(tx: Tx, owner: Owner, amount: Units, note: Text, at: number): Promise<Units> {
  if (amount <= 0) throw new LedgerViolation(`A taking of ${amount} units`);
  const [grants] = await readPots(tx, owner, [GRANTS]);
  const taken = units(Math.min(grants.available, amount));
  if (taken > 0) await takeFrom(tx, owner, GRANTS, taken, note, at);
  return taken;
}

/**
 * Sets `amount` aside for a generation, from the allowance first, then from the grants. `account` is what `openAccount`
 * gave in the same transaction. Throws InsufficientCredits before it writes anything.
 */
export async function hold(
  tx: Tx,
  account: Account,
  request: {
    generation: string;
    amount: Units;
    note: Text;
    /** What to offer instead, should there be only so much available. */
    cheaper?: (available: Units) => Cheaper | undefined;
    /** An admin has approved it: what is missing is added, for this job alone, with this note. */
    approved?: Text | undefined;
  },
  at: number,
): Promise<void> {
  const { owner, allowance, ofAllowance, ofGrants } = account;
  const { generation, amount, note, cheaper, approved } = request;
  if (amount <= 0) throw new LedgerViolation(`A hold of ${amount} units`);
  const available = add(ofAllowance, ofGrants);
  const missing = units(Math.max(0, amount - available));
  if (missing > 0 && approved === undefined) {
    const { renewsAt, timeZone } = allowance;
    throw new InsufficientCredits(amount, available, renewsAt, cheaper?.(available), timeZone);
  }
  if (missing > 0) await grantTo(tx, owner, approvalPot(generation), missing, approved ?? words.approved, at);

  const fromAllowance = units(Math.min(ofAllowance, amount));
  const id = newId("h", at);
  const row = { ...owner, id, generation, amount, state: "held" as const, created_at: at, resolved_at: null };
  await tx.insertInto("holds").values(row).execute();
  for (const [pot, part] of [
    [allowancePot(allowance.period), fromAllowance],
    [GRANTS, subtract(subtract(amount, fromAllowance), missing)],
    [approvalPot(generation), missing],
  ] as const) {
    if (part === 0) continue;
    await move(tx, owner, pot, { held: part });
    await write(tx, owner, { pot, kind: "hold", amount: part, hold: id, generation, note, at });
  }
}

/**
 * Resolves a generation's hold: `captured` is spent, the rest goes back to the pots it came from (the spending takes
 * from the allowance first). Throws LedgerViolation for a second resolution or a capture above the hold.
 */
export async function resolve(tx: Tx, generation: string, captured: Units, note: Text, at: number): Promise<void> {
  const state = captured > 0 ? "captured" : "released";
  const held = await tx
    .updateTable("holds")
    .set({ state, resolved_at: at })
    .where("generation", "=", generation)
    .where("state", "=", "held")
    .returningAll()
    .executeTakeFirst();
  if (!held) throw new LedgerViolation(`The hold of ${generation} is resolved already, or never was`);
  if (captured < 0 || captured > held.amount) throw new LedgerViolation(`Captures ${captured} of ${held.amount}`);

  const owner = { workspace: held.workspace, member: held.member };
  const parts = await tx
    .selectFrom("ledger")
    .select(["pot", "amount"])
    .where("hold", "=", held.id)
    .where("kind", "=", "hold")
    .orderBy("id")
    .execute();
  let left: number = captured;
  for (const { pot, amount } of parts) {
    const spent = units(Math.min(left, amount));
    const freed = units(amount - spent);
    left -= spent;
    await move(tx, owner, pot, { held: units(-amount), spent });
    const entry = { pot, hold: held.id, generation, note, at };
    if (spent > 0) await write(tx, owner, { ...entry, kind: "capture", amount: spent });
    if (freed > 0) await write(tx, owner, { ...entry, kind: "release", amount: freed });
  }
}
