import { type Kysely, sql } from "kysely";

/** How far each job's member has been told of its end, and how large a video their chat takes. */
export async function addNotices(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("generations").addColumn("upload_limit", "bigint").execute();
  await db.schema.alterTable("generations").addColumn("notice", "text").execute();
  // Whoever has seen the end of a job in its announcement is not told again.
  await sql`update generations set notice = 'sent' where told = state`.execute(db);
  await sql`create index generations_owed on generations (workspace, member) where notice = 'owed'`.execute(db);
}
