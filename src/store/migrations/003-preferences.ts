import type { Kysely } from "kysely";

/** A member's own defaults in a workspace, as JSON. */
export async function addPreferences(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("preferences")
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("member", "text", (c) => c.notNull())
    .addColumn("chosen", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("preferences_pk", ["workspace", "member"])
    .execute();
}
