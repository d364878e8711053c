import type { Kysely } from "kysely";

/** When the gateway has called for a job. */
export async function addCallbacks(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("generations").addColumn("called_at", "bigint").execute();
  await db.schema.createIndex("generations_finished").on("generations").column("finished_at").execute();
}
