import type { Db } from "../store/tables.ts";
import type { Allowance, Owner } from "./ledger.ts";
import { type Statement, statement } from "./statement.ts";

/** What a command can do with credits, for the member who typed it. */
export interface MemberCredits {
  statement(): Promise<Statement>;
}

/** Entries in a statement. */
const ENTRIES = 8;

export function creditsFor(
  { db, allowance }: { db: Db /** What the policy gives the member now. */; allowance(): Promise<Allowance> },
  owner: Owner,
): MemberCredits {
  return { statement: async () => statement(db, owner, await allowance(), ENTRIES) };
}
