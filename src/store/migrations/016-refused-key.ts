import type { Kysely } from "kysely";

/** Why an account at EvoLink is closed: it is empty, or its key is refused. */
export async function addRefusedKey(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("account_watch").addColumn("why", "text").execute();
}
