import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { Kysely, sql } from "kysely";
import { Migrator } from "kysely/migration";
import { ConfigError, messageOf } from "../base/errors.ts";
import { migrations } from "./migrations.ts";
import { openDatabase, sqliteDialect } from "./sqlite.ts";
import type { Db, Tables } from "./tables.ts";

/** The open store. `close` waits for what is under way. */
export interface Store {
  db: Db;
  kind: "sqlite" | "postgres";
  close(): Promise<void>;
}

/**
 * Opens the store and brings its schema up to date: Postgres when there is a `databaseUrl`, else the SQLite file
 * `reelay.db` in `dataDir`, which one process at a time may hold. Throws ConfigError when it can't be opened.
 */
export async function openStore(where: { databaseUrl?: string | undefined; dataDir: string }): Promise<Store> {
  return where.databaseUrl === undefined ? openFile(where.dataDir) : openServer(where.databaseUrl);
}

/** Brings the schema up to date. Several processes may do so at once: they take turns. */
export async function migrate(db: Db): Promise<void> {
  const provider = { getMigrations: async () => migrations };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
}

async function migrateOrSay(db: Db): Promise<void> {
  try {
    await migrate(db);
  } catch (error) {
    throw new ConfigError([`The store's schema could not be brought up to date: ${messageOf(error)}`]);
  }
}

async function openFile(dataDir: string): Promise<Store> {
  const lock = lockFolder(dataDir);
  const db = new Kysely<Tables>({ dialect: sqliteDialect(join(dataDir, "reelay.db")) });
  const close = async () => {
    await db.destroy();
    lock.close();
  };
  try {
    await migrateOrSay(db);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, kind: "sqlite", close };
}

/**
 * One process a folder. An exclusive transaction on a file of its own is a lock that the kernel takes back from a
 * killed process, and it leaves the database itself open for a backup.
 */
function lockFolder(dataDir: string): DatabaseSync {
  try {
    mkdirSync(dataDir, { recursive: true });
    const lock = openDatabase(join(dataDir, "reelay.lock"));
    lock.exec("pragma journal_mode = delete; pragma busy_timeout = 0; begin exclusive");
    return lock;
  } catch (error) {
    if (messageOf(error).includes("locked")) {
      throw new ConfigError([
        `DATA_DIR: ${dataDir} is in use by another Reelay. Stop that one first, give this one a folder of its own, or set DATABASE_URL to share a Postgres.`,
      ]);
    }
    throw new ConfigError([`DATA_DIR: ${dataDir} can't be used: ${messageOf(error)}`]);
  }
}

async function openServer(databaseUrl: string): Promise<Store> {
  const { postgresForMigrations, postgresStore } = await import("./postgres.ts");
  const migrating = postgresForMigrations(databaseUrl);
  try {
    await sql`select 1`.execute(migrating);
  } catch (error) {
    await migrating.destroy();
    throw new ConfigError([`DATABASE_URL: the database can't be reached: ${messageOf(error)}`]);
  }
  try {
    await migrateOrSay(migrating);
  } finally {
    await migrating.destroy();
  }
  const db = postgresStore(databaseUrl);
  // One that was never used would not know that it was closed.
  await sql`select 1`.execute(db);
  return { db, kind: "postgres", close: () => db.destroy() };
}
