import type { Kysely } from "kysely";

/** Who decides in a workspace, and by which chat they can be reached. */
export async function addAdmins(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("admins")
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("member", "text", (c) => c.notNull())
    .addColumn("platform", "text", (c) => c.notNull())
    .addColumn("seen_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("admins_pk", ["workspace", "member"])
    .execute();
}
