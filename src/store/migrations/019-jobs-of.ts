import type { Kysely } from "kysely";

/**
 * A member's jobs of a state by their age: how many have been done in a period is counted without a look at all the
 * others. It does what the index without the age did, which goes.
 */
export async function addJobsOf(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createIndex("generations_of")
    .on("generations")
    .columns(["workspace", "member", "state", "created_at"])
    .execute();
  await db.schema.dropIndex("generations_running").execute();
}
