import type { Kysely } from "kysely";

/** Which files belong to a card in Slack, whose video stands in a message of its own. */
export async function addSlackFiles(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("slack_files")
    .addColumn("card", "text", (c) => c.primaryKey())
    .addColumn("files", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("ts", "text")
    .addColumn("link", "text")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .execute();
}
