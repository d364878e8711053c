import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { setImmediate as aTurn } from "node:timers/promises";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from "kysely";

/** Statements kept prepared; the house has far fewer different ones, but values of `in (…)` make more. */
const PREPARED_AT_MOST = 300;

/**
 * Kysely's SQLite dialect over the SQLite that Node brings. Write-ahead log with `synchronous=FULL`: what was
 * committed survives a power cut. A transaction begins as a writer, so that it never fails half-way for want of the lock.
 */
export function sqliteDialect(path: string): Dialect {
  const config = { database: openSqlite(path) };
  const dialect = new SqliteDialect(config);
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateDriver(config),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

/** How long statements may follow one another before everybody else has a turn, in milliseconds. */
const TURN_EVERY_MS = 8;

class ImmediateDriver extends SqliteDriver implements Driver {
  #turnAt = 0;

  /**
   * A statement of SQLite's answers at once, so a chain of them, however long, would never let the process hear a socket:
   * whoever gets the connection gives everybody a turn first, now and then.
   */
  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    if (performance.now() - this.#turnAt >= TURN_EVERY_MS) {
      await aTurn();
      this.#turnAt = performance.now();
    }
    return connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

/** Opens a database of ours by `node:sqlite`, with the same durability wherever one is opened. */
export function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  db.exec("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000; pragma foreign_keys = on");
  return db;
}

function openSqlite(path: string): SqliteDatabase {
  const db = openDatabase(path);
  const prepared = new Map<string, ReturnType<typeof adapt>>();
  return {
    close: () => db.close(),
    prepare(sql) {
      const known = prepared.get(sql);
      if (known) return known;
      const statement = adapt(db.prepare(sql));
      const oldest = prepared.size >= PREPARED_AT_MOST ? prepared.keys().next().value : undefined;
      if (oldest !== undefined) prepared.delete(oldest);
      prepared.set(sql, statement);
      return statement;
    },
  };
}

function adapt(statement: StatementSync) {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
    run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
    iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
  };
}
