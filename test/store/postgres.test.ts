import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admit } from "../../src/generations/states/slots.ts";
import type { Db } from "../../src/store/tables.ts";
import { insertRow, NOW } from "../generations/rows.ts";
import { type TestStore, testStore } from "../support/stores.ts";

const ROUNDS = 60;
/** Each takes two of the ten connections. */
const AT_ONCE = 5;
/** What the others may be held up for at most. */
const HELD_UP_MS = 30_000;

let store: TestStore;
beforeAll(async () => {
  store = await testStore("postgres");
});
afterAll(() => store[Symbol.asyncDispose]());

describe("a connection to Postgres", () => {
  it("that dies inside a transaction fails that transaction alone, sixty times over", async () => {
    const die = async (key: string) => {
      const written = store.db.transaction().execute(async (tx) => {
        await tx.insertInto("kv").values({ key, value: "", expires_at: null }).execute();
        await sql`select pg_terminate_backend(${await backendOf(tx)}, 5000)`.execute(store.db);
        await tx.updateTable("kv").set({ value: "there" }).where("key", "=", key).execute();
      });
      await expect(written).rejects.toThrow();
    };
    for (let round = 0; round < ROUNDS; round += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, one) => die(`round ${round + one}`)));
    }
    expect(await store.db.selectFrom("kv").select("key").where("key", "like", "round %").execute()).toEqual([]);
  });

  it("waits for no lock, no statement and no process for ever", async () => {
    const names = ["lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"];
    const { rows } = await sql<{ name: string; ms: number }>`
      select name, setting::int as ms from pg_settings where name in (${sql.join(names)})`.execute(store.db);
    expect(rows).toHaveLength(names.length);
    for (const { name, ms } of rows) {
      expect(ms, name).toBeGreaterThan(0);
      expect(ms, name).toBeLessThanOrEqual(60_000);
    }
  });
});

describe("a process that is frozen while it gives out the slots", () => {
  it("holds the others up for less than half a minute, and finds its turn gone when it goes on", async () => {
    const { id } = await insertRow(store.db);
    const frozen = fork(fileURLToPath(new URL("./frozen.ts", import.meta.url)), [
      store.databaseUrl ?? "",
      store.dataDir,
    ]);
    const [inside] = await once(frozen, "message");
    expect(inside).toBe("inside");
    frozen.kill("SIGSTOP");

    const began = performance.now();
    expect(await untilAdmitted(store.db)).toBe(1);
    expect(performance.now() - began).toBeLessThan(HELD_UP_MS);
    const admitted = await store.db
      .selectFrom("generations")
      .select("id")
      .where("admitted_at", "is not", null)
      .execute();
    expect(admitted).toEqual([{ id }]);

    const ended = once(frozen, "exit");
    frozen.kill("SIGCONT");
    frozen.send("go on");
    const [became] = await once(frozen, "message");
    expect(became).toMatch(/^failed/);
    expect(await ended).toEqual([0, null]);
  });
});

/** As an engine does: one that could not be had is tried again. */
async function untilAdmitted(db: Db): Promise<number> {
  for (;;) {
    const jobs = await admit(db, 10, NOW).catch(() => 0);
    if (jobs > 0) return jobs;
  }
}

async function backendOf(db: Db): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  return rows[0]?.pid ?? 0;
}
