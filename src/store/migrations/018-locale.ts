import type { Kysely } from "kysely";

/** In which language a job is told: its message is made and changed long after the command, whose locale was known then. */
export async function addLocale(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("generations").addColumn("locale", "text").execute();
}
