import type { Kysely } from "kysely";

/** What EvoLink's account said and when, and whether it is empty. The ledger can be read by time. */
export async function addReconcile(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("balance_readings")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("account", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("remaining", "bigint", (c) => c.notNull())
    .addColumn("used", "bigint", (c) => c.notNull())
    .addColumn("captured", "bigint", (c) => c.notNull())
    .addColumn("in_flight", "bigint", (c) => c.notNull())
    .addColumn("drift", "text")
    .addColumn("reported", "integer", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("account_watch")
    .addColumn("account", "text", (c) => c.primaryKey())
    .addColumn("closed_at", "bigint")
    .addColumn("opened_at", "bigint")
    .addColumn("tries", "integer", (c) => c.notNull())
    .addColumn("check_at", "bigint")
    .execute();
  await db.schema.createIndex("ledger_kind").on("ledger").columns(["kind", "at"]).execute();
}

/** What EvoLink's account and the ledger said at one time, and what had become of the reading before. */
export interface BalanceReadingRow {
  id: string;
  /** Names the account: readings of two are never compared. */
  account: string;
  at: number;
  /** What is on the account, and what it has used, by its own count. */
  remaining: number;
  used: number;
  /** All captures since the beginning, of all workspaces. */
  captured: number;
  /** The prices of the jobs that the account may or may not have been charged for yet. */
  in_flight: number;
  /** JSON of `Drift`; null where there was nothing to compare with. */
  drift: string | null;
  /** 1 once nobody has to be told of it any more. */
  reported: number;
}

/** Whether an account of EvoLink is known to take no jobs. */
export interface AccountWatchRow {
  account: string;
  /** Since when; null while it takes them. */
  closed_at: number | null;
  /** Why it was closed last; null is of a time when only an empty one was. */
  why: "empty" | "key" | null;
  /** When it last took jobs again. */
  opened_at: number | null;
  /** Looks at it since it was first found closed. */
  tries: number;
  /** When somebody looks next. */
  check_at: number | null;
}
