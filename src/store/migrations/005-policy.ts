import { type Kysely, sql } from "kysely";

/** What admins decide about credits, who decided it, and requests that wait for an admin. */
export async function addPolicy(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("policies")
    .addColumn("workspace", "text", (c) => c.primaryKey())
    .addColumn("rules", "text", (c) => c.notNull())
    .execute();

  await db.schema
    .createTable("audit")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("actor", "text", (c) => c.notNull())
    .addColumn("actor_name", "text", (c) => c.notNull())
    .addColumn("what", "text", (c) => c.notNull())
    .addColumn("source", "text", (c) => c.unique())
    .addColumn("at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("audit_workspace").on("audit").columns(["workspace", "id"]).execute();

  await db.schema
    .createTable("approvals")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("platform", "text", (c) => c.notNull())
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("member", "text", (c) => c.notNull())
    .addColumn("member_name", "text", (c) => c.notNull())
    .addColumn("source_id", "text", (c) => c.notNull())
    .addColumn("request", "text")
    .addColumn("price", "bigint", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("decider", "text")
    .addColumn("decider_name", "text")
    .addColumn("generation", "text")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .addColumn("decided_at", "bigint")
    .addUniqueConstraint("approvals_source", ["platform", "workspace", "source_id"])
    .execute();
  await db.schema.createIndex("approvals_member").on("approvals").columns(["workspace", "member", "state"]).execute();

  // The roles that a member was last seen with: a card that is edited later has only the row to go by.
  await db.schema.alterTable("accounts").addColumn("roles", "text").execute();
  // A workspace's budget is counted over the holds of its period.
  await sql`create index holds_workspace on holds (workspace, created_at)`.execute(db);
}
