import { randomBytes } from "node:crypto";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { inject } from "vitest";
import { openStore, type Store } from "../../src/store/open.ts";

/** Both databases: every test of store, ledger and states runs on each. */
export const STORE_KINDS = ["sqlite", "postgres"] as const;

export type StoreKind = (typeof STORE_KINDS)[number];

export interface TestStore extends Store {
  dataDir: string;
  databaseUrl: string | undefined;
  /** Closes it and leaves nothing behind. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** A new, empty store of that kind: a file in a folder of its own, or a database of its own on the run's Postgres. */
export async function testStore(kind: StoreKind): Promise<TestStore> {
  const dataDir = await mkdtemp(join(tmpdir(), "reelay-test-"));
  const databaseUrl = kind === "postgres" ? await newDatabase() : undefined;
  if (kind === "sqlite") await copyFile(join(inject("emptyStore"), "reelay.db"), join(dataDir, "reelay.db"));
  const store = await openStore({ dataDir, databaseUrl });
  return {
    ...store,
    dataDir,
    databaseUrl,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function newDatabase(): Promise<string> {
  const server = inject("postgres");
  const name = `test_${randomBytes(8).toString("hex")}`;
  const client = new Client({ connectionString: `${server}/postgres` });
  await client.connect();
  try {
    await client.query(`create database ${name} template ${inject("template")}`);
  } finally {
    await client.end();
  }
  return `${server}/${name}`;
}
