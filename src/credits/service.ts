import type { Clock } from "../clock.ts";
import type { Db } from "../store/tables.ts";
import type { Owner } from "./ledger.ts";
import { allowanceAt, type Quota } from "./quota.ts";
import { type Statement, statement } from "./statement.ts";

/** What a command can do with credits, for the member who typed it. */
export interface MemberCredits {
  statement(): Promise<Statement>;
}

/** Entries in a statement. */
const ENTRIES = 8;

export function creditsFor(deps: { db: Db; quota: Quota; clock: Clock }, owner: Owner): MemberCredits {
  const { db, quota, clock } = deps;
  return { statement: () => statement(db, owner, allowanceAt(quota, clock.now()), ENTRIES) };
}
