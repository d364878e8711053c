import type { Db, LedgerRow } from "../store/tables.ts";
import { readText } from "../text/stored.ts";
import type { Text } from "../text/text.ts";
import { type Allowance, toPolicy } from "./ledger.ts";
import { allowancePot, type Balance, GRANTS, type Owner, toBalance } from "./pots.ts";
import { add, type Units, units } from "./units.ts";

/** Where a member stands. */
export interface Statement {
  allowance: Balance & Pick<Allowance, "renewsAt" | "timeZone">;
  grants: Balance;
  /** What can be spent now, from both. */
  available: Units;
  /** Set aside for jobs under way, in all pots, those of past periods too. */
  held: Units;
  /** The last entries, newest first. */
  entries: readonly Entry[];
}

export interface Entry {
  kind: LedgerRow["kind"];
  pot: string;
  amount: Units;
  generation: string | null;
  /** What it was for. */
  note: Text;
  at: number;
}

/** Where the member stands, as of the present period; nothing is written. */
export async function balances(db: Db, owner: Owner, allowance: Allowance): Promise<Omit<Statement, "entries">> {
  const pots = await db
    .selectFrom("pots")
    .selectAll()
    .where("workspace", "=", owner.workspace)
    .where("member", "=", owner.member)
    .execute();
  const present = toBalance(pots.find(({ pot }) => pot === allowancePot(allowance.period)));
  const grants = toBalance(pots.find(({ pot }) => pot === GRANTS));
  // A pot is brought to what the policy gives at the member's next request; until then it counts as if it were.
  const change = toPolicy(present, allowance);
  const filled = { ...present, granted: add(present.granted, change), available: add(present.available, change) };
  const { renewsAt, timeZone } = allowance;
  return {
    allowance: { ...filled, renewsAt, ...(timeZone === undefined ? {} : { timeZone }) },
    grants,
    available: add(filled.available, grants.available),
    held: add(...pots.map(({ held }) => units(held))),
  };
}

/** The balances, and the last entries, so many at most. */
export async function statement(db: Db, owner: Owner, allowance: Allowance, entries: number): Promise<Statement> {
  const rows = await db
    .selectFrom("ledger")
    .select(["kind", "pot", "amount", "generation", "note", "at"])
    .where("workspace", "=", owner.workspace)
    .where("member", "=", owner.member)
    .orderBy("id", "desc")
    .limit(entries)
    .execute();
  return {
    ...(await balances(db, owner, allowance)),
    entries: rows.map((row) => ({ ...row, amount: units(row.amount), note: readText(row.note) })),
  };
}
