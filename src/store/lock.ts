import { PostgresAdapter, type SelectQueryBuilder } from "kysely";
import type { Db, Tables, Tx } from "./tables.ts";

/** Waits for the named lock and holds it until the transaction ends, whichever process holds it now. */
export async function lock(tx: Tx, name: string, at: number): Promise<void> {
  await tx
    .insertInto("locks")
    .values({ name, touched_at: at })
    .onConflict((c) => c.column("name").doUpdateSet({ touched_at: at }))
    .execute();
}

/**
 * The query, locking the rows that it finds and passing over those that others have locked: who takes several rows so
 * waits for nobody. On SQLite as it is, where one writes at a time.
 */
export function lockingFree<Table extends keyof Tables, Row>(
  db: Db,
  query: SelectQueryBuilder<Tables, Table, Row>,
): SelectQueryBuilder<Tables, Table, Row> {
  return db.getExecutor().adapter instanceof PostgresAdapter ? query.forUpdate().skipLocked() : query;
}
