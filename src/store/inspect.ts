import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { Client } from "pg";
import { messageOf } from "../base/errors.ts";
import { migrations } from "./migrations.ts";

/** How a store stands to this code, found without changing anything in it. */
export interface StoreState {
  /** False where nothing is there yet: the first start makes it. */
  there: boolean;
  /** Migrations that the next start brings. */
  pending: readonly string[];
  /** Migrations that this code doesn't know: a newer Reelay has been here. */
  unknown: readonly string[];
  /** Whether another process holds the folder; always false with Postgres, which many share. */
  held: boolean;
  /** Why the store could not take a new table or row, where it says so. */
  readOnly?: string;
  /** What the database's own clock said, between these moments of ours; all in milliseconds since 1970. */
  clock?: { says: number; askedAt: number; toldAt: number };
}

/** What could not be opened or read; `message` ends a sentence, without a password. */
export class StoreUnreadable extends Error {
  override readonly name = "StoreUnreadable";
}

/** SQLite's code for a file that another connection has locked. */
const SQLITE_BUSY = 5;
const CONNECT_MS = 10_000;

/** Looks at the store without migrating it. Throws StoreUnreadable. */
export async function inspectStore(
  where: { databaseUrl?: string | undefined; dataDir: string },
  now: () => number,
): Promise<StoreState> {
  try {
    return await (where.databaseUrl === undefined
      ? inspectFile(where.dataDir)
      : inspectPostgres(where.databaseUrl, now));
  } catch (error) {
    throw new StoreUnreadable(messageOf(error), { cause: error });
  }
}

function compare(applied: readonly string[]): Pick<StoreState, "pending" | "unknown"> {
  const known = Object.keys(migrations);
  return {
    pending: known.filter((name) => !applied.includes(name)),
    unknown: applied.filter((name) => !known.includes(name)),
  };
}

function inspectFile(dataDir: string): StoreState {
  const path = join(dataDir, "reelay.db");
  const held = isHeld(join(dataDir, "reelay.lock"));
  if (!existsSync(path)) return { there: false, ...compare([]), held };
  // A plain reader would put files of the write-ahead log beside one that nobody has open.
  const alone = !held && !existsSync(`${path}-wal`);
  const address = pathToFileURL(path);
  if (alone) address.search = "immutable=1";
  const db = new DatabaseSync(address, { readOnly: true });
  try {
    db.exec("pragma busy_timeout = 5000");
    const table = db.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get();
    const rows = table ? db.prepare("select name from kysely_migration order by name").all() : [];
    return { there: true, ...compare(rows.map(({ name }) => String(name))), held };
  } finally {
    db.close();
  }
}

/** A Reelay holds the lock file exclusively for as long as it lives; so not even a reader gets in. */
function isHeld(path: string): boolean {
  if (!existsSync(path)) return false;
  const lock = new DatabaseSync(path, { readOnly: true });
  try {
    lock.exec("pragma busy_timeout = 0");
    lock.prepare("select 1 from sqlite_master").get();
    return false;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY) return true;
    throw error;
  } finally {
    lock.close();
  }
}

async function inspectPostgres(databaseUrl: string, now: () => number): Promise<StoreState> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: CONNECT_MS,
  });
  // A connection that dies while nothing is asked shows at the next query.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const askedAt = now();
    const { rows } = await client.query<{
      ms: string;
      standby: boolean;
      ro: string;
      made: string | null;
      may: boolean;
    }>(
      `select extract(epoch from clock_timestamp()) * 1000 as ms, pg_is_in_recovery() as standby,
        current_setting('default_transaction_read_only') as ro, to_regclass('kysely_migration')::text as made,
        coalesce(has_schema_privilege(current_schema(), 'create'), false) as may`,
    );
    const [about] = rows;
    if (!about) throw new Error("it answered nothing");
    const clock = { says: Number(about.ms), askedAt, toldAt: now() };
    const applied = about.made === null ? [] : await appliedIn(client);
    const state = compare(applied);
    const readOnly = about.standby
      ? "it is a standby that only reads"
      : about.ro === "on"
        ? "its transactions are read-only by default"
        : !about.may && state.pending.length > 0
          ? "its user may not create tables in the schema"
          : undefined;
    return {
      there: about.made !== null,
      ...state,
      held: false,
      clock,
      ...(readOnly === undefined ? {} : { readOnly }),
    };
  } finally {
    await client.end();
  }
}

async function appliedIn(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>("select name from kysely_migration order by name");
  return rows.map(({ name }) => name);
}
