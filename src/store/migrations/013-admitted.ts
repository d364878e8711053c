import { type Kysely, sql } from "kysely";

/** Who has had slots lately is asked at each turn of the engine while one is free: not by looking through all jobs. */
export async function addAdmitted(db: Kysely<unknown>): Promise<void> {
  await sql`create index generations_admitted on generations (admitted_at) where admitted_at is not null`.execute(db);
}
