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
