import { newId } from "../ids.ts";
import type { LedgerRow, Tx } from "../store/tables.ts";
import { add, subtract, type Units, units, ZERO } from "./units.ts";

/** A member of a workspace: whose credits they are. */
export interface Owner {
  workspace: string;
  member: string;
}

/** What the policy gives a member in the present period, and when the next begins (milliseconds since 1970). */
export interface Allowance {
  /** Names the period: `2026-11`. */
  period: string;
  amount: Units;
  renewsAt: number;
}

/** One pot: available + held + spent = granted. */
export interface Balance {
  granted: Units;
  held: Units;
  spent: Units;
  available: Units;
}

/** The same in a form that costs less: what it would be (`3 s · 720p`), and its price. */
export interface Cheaper {
  details: string;
  price: Units;
}

/** There is less than the price. Nothing was held. */
export class InsufficientCredits extends Error {
  override readonly name = "InsufficientCredits";
  readonly price: Units;
  readonly available: Units;
  readonly renewsAt: number;
  /** A form of it that there would be enough for, when whoever asked knows of one. */
  readonly cheaper: Cheaper | undefined;

  constructor(price: Units, available: Units, renewsAt: number, cheaper?: Cheaper) {
    super(`Needs ${price} units, ${available} are available`);
    this.price = price;
    this.available = available;
    this.renewsAt = renewsAt;
    this.cheaper = cheaper;
  }
}

/** The ledger was asked for what its rules forbid (a second resolution, a capture above its hold): a bug, never input. */
export class LedgerViolation extends Error {
  override readonly name = "LedgerViolation";
}

/** The pot of what does not expire. */
export const GRANTS = "grants";
/** The pot of a period's allowance. */
export const allowancePot = (period: string) => `allowance:${period}`;

/** What a member can spend, read under the lock that keeps it true until the transaction ends. */
export interface Account {
  owner: Owner;
  allowance: Allowance;
  /** What is available of the period's allowance, and of the grants. */
  ofAllowance: Units;
  ofGrants: Units;
}

/**
 * Takes the member's lock for the rest of the transaction and makes sure that the period's allowance is in its pot.
 * Everything that counts a member's credits or jobs before it writes begins with this.
 */
export async function openAccount(tx: Tx, owner: Owner, allowance: Allowance, at: number): Promise<Account> {
  await tx
    .insertInto("accounts")
    .values({ ...owner, touched_at: at })
    .onConflict((c) => c.columns(["workspace", "member"]).doUpdateSet({ touched_at: at }))
    .execute();
  const pot = allowancePot(allowance.period);
  const [present, grants] = await readPots(tx, owner, [pot, GRANTS]);
  const missing = units(Math.max(0, allowance.amount - present.granted));
  if (missing > 0) await grantTo(tx, owner, pot, missing, "allowance", at);
  return { owner, allowance, ofAllowance: add(present.available, missing), ofGrants: grants.available };
}

/** Gives a member credits that do not expire. `amount` above zero. */
export async function grant(tx: Tx, owner: Owner, amount: Units, note: string, at: number): Promise<void> {
  if (amount <= 0) throw new LedgerViolation(`A grant of ${amount} units`);
  await grantTo(tx, owner, GRANTS, amount, note, at);
}

/** Takes back up to `amount` of what is available of the grants; gives what was really taken. */
export async function take(tx: Tx, owner: Owner, amount: Units, note: string, at: number): Promise<Units> {
  if (amount <= 0) throw new LedgerViolation(`A taking of ${amount} units`);
  const [grants] = await readPots(tx, owner, [GRANTS]);
  const taken = units(Math.min(grants.available, amount));
  if (taken === 0) return taken;
  await move(tx, owner, GRANTS, { granted: units(-taken) });
  await write(tx, owner, { pot: GRANTS, kind: "adjust", amount: units(-taken), note, at });
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
    note: string;
    /** What to offer instead, should there be only so much available. */
    cheaper?: (available: Units) => Cheaper | undefined;
  },
  at: number,
): Promise<void> {
  const { owner, allowance, ofAllowance, ofGrants } = account;
  const { generation, amount, note, cheaper } = request;
  if (amount <= 0) throw new LedgerViolation(`A hold of ${amount} units`);
  const available = add(ofAllowance, ofGrants);
  if (available < amount) {
    throw new InsufficientCredits(amount, available, allowance.renewsAt, cheaper?.(available));
  }

  const fromAllowance = units(Math.min(ofAllowance, amount));
  const id = newId("h", at);
  const row = { ...owner, id, generation, amount, state: "held" as const, created_at: at, resolved_at: null };
  await tx.insertInto("holds").values(row).execute();
  for (const [pot, part] of [
    [allowancePot(allowance.period), fromAllowance],
    [GRANTS, subtract(amount, fromAllowance)],
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
export async function resolve(tx: Tx, generation: string, captured: Units, note: string, at: number): Promise<void> {
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

async function grantTo(tx: Tx, owner: Owner, pot: string, amount: Units, note: string, at: number): Promise<void> {
  await tx
    .insertInto("pots")
    .values({ ...owner, pot, granted: amount, held: 0, spent: 0 })
    .onConflict((c) =>
      c.columns(["workspace", "member", "pot"]).doUpdateSet((eb) => ({
        granted: eb("pots.granted", "+", eb.ref("excluded.granted")),
      })),
    )
    .execute();
  await write(tx, owner, { pot, kind: "grant", amount, note, at });
}

async function readPots<const Pots extends readonly string[]>(
  tx: Tx,
  owner: Owner,
  pots: Pots,
): Promise<{ [Index in keyof Pots]: Balance }> {
  const rows = await tx
    .selectFrom("pots")
    .select(["pot", "granted", "held", "spent"])
    .where("workspace", "=", owner.workspace)
    .where("member", "=", owner.member)
    .where("pot", "in", pots)
    .execute();
  const balances = pots.map((pot) => toBalance(rows.find((row) => row.pot === pot)));
  return balances as { [Index in keyof Pots]: Balance };
}

/** A pot's columns as a balance; all zero when there is no such pot yet. */
export function toBalance(row: { granted: number; held: number; spent: number } | undefined): Balance {
  const { granted, held, spent } = row ?? { granted: 0, held: 0, spent: 0 };
  return { granted: units(granted), held: units(held), spent: units(spent), available: units(granted - held - spent) };
}

/** Adds to a pot's columns; the table's own check refuses what would go below zero. */
async function move(
  tx: Tx,
  owner: Owner,
  pot: string,
  change: { granted?: Units; held?: Units; spent?: Units },
): Promise<void> {
  const { granted = ZERO, held = ZERO, spent = ZERO } = change;
  await tx
    .updateTable("pots")
    .set((eb) => ({
      granted: eb("granted", "+", granted),
      held: eb("held", "+", held),
      spent: eb("spent", "+", spent),
    }))
    .where("workspace", "=", owner.workspace)
    .where("member", "=", owner.member)
    .where("pot", "=", pot)
    .execute();
}

type NewEntry = Pick<LedgerRow, "pot" | "kind" | "note" | "at"> & {
  amount: Units;
  hold?: string;
  generation?: string;
};

async function write(tx: Tx, owner: Owner, entry: NewEntry): Promise<void> {
  const { hold: heldBy = null, generation = null, ...rest } = entry;
  await tx
    .insertInto("ledger")
    .values({ ...owner, ...rest, id: newId("l", entry.at), hold: heldBy, generation })
    .execute();
}
