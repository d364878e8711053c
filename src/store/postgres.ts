import { Kysely, PostgresDialect } from "kysely";
import { type ClientBase, Pool, type PoolConfig, TypeOverrides } from "pg";
import type { Tables } from "./tables.ts";

/** Postgres's 64-bit integer type; all of ours are counts, times and Units, safe below 2^53. */
const INT8 = 20;
const CONNECTIONS = 10;

/**
 * A transaction that waits for its own process longer than this is ended by the server, and its locks with it: a
 * process that is frozen or cut off holds nobody up. No transaction of ours waits for anything but the store.
 */
const IDLE_IN_TRANSACTION_MS = 10_000;
/** Longer than the above, so that whoever waits behind such a transaction still gets the lock. */
const LOCK_MS = 15_000;
/** The longest that one statement may take; all of ours take milliseconds, and the largest report a second or two. */
const STATEMENT_MS = 60_000;
/** How long to wait for a new connection, or for one of those that others use. */
const CONNECT_MS = 30_000;
/** A connection that is idle so long is looked at by the kernel, which ends one whose other side has gone. */
const KEEP_ALIVE_MS = 10_000;

/**
 * Kysely over a pool of connections to Postgres. Nothing on them waits for ever: a lock, a statement or a transaction
 * that takes too long fails, and whoever began it tries again. A connection that dies is replaced.
 */
export function postgresStore(databaseUrl: string): Kysely<Tables> {
  const pool = openPool(databaseUrl, { max: CONNECTIONS, onConnect: limit });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** The same with one connection and no limits, for the work of bringing the schema up to date. */
export function postgresForMigrations(databaseUrl: string): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(databaseUrl, { max: 1 }) }) });
}

function openPool(databaseUrl: string, settings: PoolConfig): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    types: safeIntegers(),
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    ...settings,
  });
  // A connection that dies while it is idle is replaced at the next query, which says so if it can't be.
  pool.on("error", () => undefined);
  // While it is checked out the pool doesn't listen to it, and an error that nobody hears ends the process. The query
  // that is under way, or the next one, fails with it.
  pool.on("connect", (client) => void client.on("error", () => undefined));
  return pool;
}

/** By statements, not as parameters of the connection: a pooler in between may refuse those that it doesn't know. */
async function limit(client: ClientBase): Promise<void> {
  await client.query(
    `set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}; set lock_timeout = ${LOCK_MS}; set statement_timeout = ${STATEMENT_MS}`,
  );
}

function safeIntegers(): TypeOverrides {
  const types = new TypeOverrides();
  types.setTypeParser(INT8, (text: string) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError(`A 64-bit integer beyond 2^53 in the store: ${text}`);
    return value;
  });
  return types;
}
