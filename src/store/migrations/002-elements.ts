import type { Kysely } from "kysely";

/** The cast of each workspace, and whether an admin has to approve who joins it. */
export async function addElements(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("elements")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("name_key", "text", (c) => c.notNull())
    .addColumn("description", "text", (c) => c.notNull())
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("picture", "text")
    .addColumn("files", "text", (c) => c.notNull())
    .addColumn("maker", "text", (c) => c.notNull())
    .addColumn("maker_name", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("request", "text")
    .addColumn("generation", "text", (c) => c.unique())
    .addColumn("element_id", "text")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("started_at", "bigint")
    .addColumn("finished_at", "bigint")
    .addUniqueConstraint("elements_name", ["workspace", "name_key"])
    .execute();

  await db.schema
    .createTable("cast_rules")
    .addColumn("workspace", "text", (c) => c.primaryKey())
    .addColumn("approval", "integer", (c) => c.notNull())
    .execute();
}
