import { type Kysely, sql } from "kysely";

/**
 * What it takes to find all that is kept of a member: who an entry of the audit is about, in which messages of the
 * chats they are named, where their exports are, and how far a forgetting has come. Lines, drafts and addresses that
 * were kept without saying whose they are go: they may be lost at any time.
 */
export async function addPrivacy(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("accounts").addColumn("forgetting_since", "bigint").execute();
  await db.schema.alterTable("generations").addColumn("forgotten_at", "bigint").execute();
  await db.schema.alterTable("audit").addColumn("about", "text").execute();
  await db.schema.alterTable("audit").addColumn("about_name", "text").execute();
  await db.schema.createIndex("audit_actor").on("audit").columns(["workspace", "actor"]).execute();
  await db.schema.createIndex("audit_about").on("audit").columns(["workspace", "about"]).execute();
  await db.schema.createIndex("elements_maker").on("elements").columns(["workspace", "maker"]).execute();
  await db.schema
    .createTable("said_of")
    .addColumn("message", "text", (c) => c.notNull())
    .addColumn("platform", "text", (c) => c.notNull())
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("member", "text", (c) => c.notNull())
    .addColumn("said_at", "bigint", (c) => c.notNull())
    .addColumn("remove_at", "bigint")
    .addPrimaryKeyConstraint("said_of_pk", ["workspace", "member", "platform", "message"])
    .execute();
  await db.schema
    .createTable("exports")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("member", "text", (c) => c.notNull())
    .addColumn("made_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("exports_member").on("exports").columns(["workspace", "member"]).execute();
  await sql`delete from kv where key like 'draft:%' or key like 'upload:%' or key like 'slack:kept:%'
    or key like 'discord:line:%' or key like 'discord:files%'`.execute(db);
}
