import { newId } from "../base/ids.ts";
import type { LedgerRow, Tx } from "../store/tables.ts";
import { storeText } from "../text/stored.ts";
import type { Text } from "../text/text.ts";
import { type Units, units, ZERO } from "./units.ts";

/** A member of a workspace: whose credits they are. */
export interface Owner {
  workspace: string;
  member: string;
}

/** One pot: available + held + spent = granted. */
export interface Balance {
  granted: Units;
  held: Units;
  spent: Units;
  available: Units;
}

/** The pot of what does not expire. */
export const GRANTS = "grants";
/** The pot of a period's allowance. */
export const allowancePot = (period: string) => `${ALLOWANCES}${period}`;
/** The pot of what an admin added so that one job could be made: nothing else is ever paid from it. */
export const approvalPot = (generation: string) => `approval:${generation}`;
/** What the pots of all periods' allowances begin with. */
export const ALLOWANCES = "allowance:";

/** Adds to a pot, which is made where it is not there yet, and says so in the ledger. */
export async function grantTo(tx: Tx, owner: Owner, pot: string, amount: Units, note: Text, at: number): Promise<void> {
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

/** Takes out of a pot what is available in it; the table refuses more. */
export async function takeFrom(
  tx: Tx,
  owner: Owner,
  pot: string,
  amount: Units,
  note: Text,
  at: number,
): Promise<void> {
  await move(tx, owner, pot, { granted: units(-amount) });
  await write(tx, owner, { pot, kind: "adjust", amount: units(-amount), note, at });
}

/** The balances of these pots, in their order. */
export async function readPots<const Pots extends readonly string[]>(
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
export async function move(
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

type NewEntry = Pick<LedgerRow, "pot" | "kind" | "at"> & {
  amount: Units;
  /** What the member reads of it. */
  note: Text;
  hold?: string;
  generation?: string;
};

/** Adds an entry to the ledger. */
export async function write(tx: Tx, owner: Owner, entry: NewEntry): Promise<void> {
  const { hold: heldBy = null, generation = null, note, ...rest } = entry;
  await tx
    .insertInto("ledger")
    .values({ ...owner, ...rest, note: storeText(note), id: newId("l", entry.at), hold: heldBy, generation })
    .execute();
}
