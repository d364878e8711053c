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

/** An admin who has used an admin's command there. Whether they are one still, only the chat knows. */
export interface AdminRow {
  workspace: string;
  member: string;
  platform: "discord" | "slack" | "playground";
  /** When they last did. */
  seen_at: number;
}
