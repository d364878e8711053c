import { chmodSync, mkdtempSync, statfsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { openStore } from "../../src/store/open.ts";
import { startPostgres } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A real Postgres server on this machine; each test makes databases of its own on it. */
    postgres: string;
    /** A database on it with the tables of this version, to make others from. */
    template: string;
    /** A folder with an empty store of this version, to copy. */
    emptyStore: string;
  }
}

/** Where Linux keeps files in memory. */
const MEMORY = "/dev/shm";
/** What the tests have on the disk at once is far below it. */
const ENOUGH_BYTES = 2_000_000_000;
const COMPILED = fileURLToPath(new URL("../../node_modules/.cache/reelay/compiled/", import.meta.url));
const TEMPLATE = "template_of_tests";

/** Starts one real Postgres for the whole run, and gives the tests' own files a place. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Before the tests' files move into memory: its databases are too many for that, and it doesn't wait for the disk.
  const server = await startPostgres();
  const folder = inMemory();
  if (folder !== undefined) process.env.TMPDIR = folder;
  // What a process has compiled is there for the next, its threads and those that it starts.
  process.env.NODE_COMPILE_CACHE ??= COMPILED;
  const emptyStore = mkdtempSync(join(folder ?? tmpdir(), "reelay-empty-"));
  await makeEmpty(server.address, emptyStore);
  project.provide("postgres", server.address);
  project.provide("template", TEMPLATE);
  project.provide("emptyStore", emptyStore);
  return async () => {
    await server.close();
    await rm(folder ?? emptyStore, { recursive: true, force: true, maxRetries: 5 });
  };
}

/** A new folder in memory, where the machine has one with room: there no commit of a test's waits for a disk. */
function inMemory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ENOUGH_BYTES) return undefined;
    const folder = mkdtempSync(join(MEMORY, "reelay-tests-"));
    // A test's own Postgres may run as another user, who has to reach what is in it.
    chmodSync(folder, 0o755);
    return folder;
  } catch {
    return undefined;
  }
}

/** Migrates an empty store of each kind once, instead of in each test. */
async function makeEmpty(postgres: string, dataDir: string): Promise<void> {
  const client = new Client({ connectionString: `${postgres}/postgres` });
  await client.connect();
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  for (const databaseUrl of [undefined, `${postgres}/${TEMPLATE}`]) {
    const store = await openStore({ dataDir, databaseUrl });
    await store.close();
  }
}
