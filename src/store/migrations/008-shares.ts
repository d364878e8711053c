import { type Kysely, sql } from "kysely";

/** Which videos are shared, each by a page of its own. */
export async function addShares(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("shares")
    .addColumn("key", "text", (c) => c.primaryKey())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("generation", "text", (c) => c.notNull())
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("prompt", "integer", (c) => c.notNull())
    .addColumn("sharer", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("ended_at", "bigint")
    .execute();
  await sql`create unique index shares_live on shares (generation) where ended_at is null`.execute(db);
  await db.schema.createIndex("shares_workspace").on("shares").columns(["workspace", "created_at"]).execute();
}
