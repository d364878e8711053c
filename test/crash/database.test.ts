import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { isFinished } from "../../src/generations/states/states.ts";
import { visit } from "../../src/playground/client.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.ts";
import { openStore, type Store } from "../../src/store/open.ts";
import { checkLedger } from "../support/ledger.ts";
import { type PostgresServer, startPostgres } from "../support/postgres.ts";
import { spawnReelay } from "../support/reelay.ts";

const JOBS = 200;
const RESTARTS = 5;
/** How long the database is up between two stops, and away. */
const UP_MS = 1_500;
const AWAY_MS = 500;

let dir: string;
let sandbox: Sandbox;
let postgres: PostgresServer;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "reelay-database-"));
  const log = createLog("silent");
  sandbox = await startSandbox({ dataDir: join(dir, "sandbox"), speed: 60, clock: systemClock, log, render: "clips" });
  postgres = await startPostgres();
});
afterAll(async () => {
  await sandbox.close();
  await postgres.close();
  await rm(dir, { recursive: true, force: true });
});

test("a database that is restarted five times under 200 jobs of two processes: neither ends, and every job ends once", async () => {
  const databaseUrl = await newDatabase();
  const env = (name: string) => ({
    EVOLINK_API_KEY: "a-key-for-tests",
    EVOLINK_API_URL: sandbox.url,
    EVOLINK_FILES_URL: sandbox.filesUrl,
    EVOLINK_MAX_RUNNING: "40",
    EVOLINK_POLL_RPS: "100",
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(dir, name),
    SECRET: "the same in both of the processes",
    PORT: "0",
    DEFAULT_MAX_JOBS: String(JOBS),
    DEFAULT_ALLOWANCE: "100000",
    LOG_LEVEL: "warn",
  });
  const processes = [await spawnReelay(env("one")), await spawnReelay(env("two"))];
  const asking = Array.from({ length: JOBS }, (_, i) => ask(processes[i % 2]?.address ?? "", `a boat, number ${i}.`));
  for (let restarts = 0; restarts < RESTARTS; restarts++) {
    await delay(UP_MS);
    await postgres.stop();
    await delay(AWAY_MS);
    await postgres.start();
  }
  await Promise.all(asking);

  const store = await openStore({ databaseUrl, dataDir: dir });
  try {
    const rows = await ended(store);
    expect(rows).toHaveLength(JOBS);
    const { tasks } = (await (await fetch(`${sandbox.url}/sandbox/tasks`)).json()) as {
      tasks: { body: { prompt: string } }[];
    };
    for (const row of rows) {
      const { prompt } = JSON.parse(row.input) as { prompt: string };
      expect(
        tasks.filter(({ body }) => body.prompt === prompt),
        `${prompt} ${row.state}`,
      ).toHaveLength(1);
      expect(row.state, prompt).toBe("delivered");
    }
    await checkLedger(store.db);
    for (const { child, log } of processes) expect(child.exitCode, log().slice(-2_000)).toBeNull();
  } finally {
    await store.close();
    for (const one of processes) await one.end("SIGKILL");
  }
});

/** Asks until there is an answer; the same line with the same id is one request. */
async function ask(address: string, prompt: string): Promise<void> {
  const nonce = randomUUID();
  for (;;) {
    const heard = await visit(address)
      .say(`/video prompt:"${prompt}" duration:3`, { nonce })
      .catch(() => undefined);
    if (heard && !heard.some(({ card }) => card?.tone === "bad")) return;
    await delay(100);
  }
}

async function ended({ db }: Store) {
  for (;;) {
    const rows = await db.selectFrom("generations").selectAll().execute();
    if (rows.every(({ state }) => isFinished(state))) return rows;
    await delay(500);
  }
}

async function newDatabase(): Promise<string> {
  const client = new Client({ connectionString: `${postgres.address}/postgres` });
  await client.connect();
  await client.query("create database reelay");
  await client.end();
  return `${postgres.address}/reelay`;
}
