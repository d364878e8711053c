import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Rules } from "../../src/policy/policy.ts";
import { changeRules } from "../../src/policy/store.ts";
import { openStore } from "../../src/store/open.ts";
import type { Db } from "../../src/store/tables.ts";
import { checkLedger } from "../support/ledger.ts";
import { STORE_KINDS, type StoreKind, testStore } from "../support/stores.ts";
import type { Order } from "./asker.ts";
import { credits, root } from "./stage.ts";

const ASKED = 50;
const SCRIPT = fileURLToPath(new URL("./asker.ts", import.meta.url));
/** Credits for three jobs of 27, and no more. */
const THREE = credits(100);
const ENOUGH = credits(100_000);

async function spawnAsker(order: Order) {
  const child = fork(SCRIPT, [JSON.stringify(order)], { execPath: process.execPath, execArgv: [] });
  const [said] = await once(child, "message");
  return {
    said: String(said),
    ask: async (): Promise<string[]> => {
      const answer = once(child, "message");
      child.send("go");
      const [outcomes] = await answer;
      return outcomes as string[];
    },
  };
}

describe.each(STORE_KINDS)("fifty requests at once on %s", (kind) => {
  const processes = kind === "postgres" ? [1, 4] : [1];

  test.each(processes)("of one member with credits for three, from %i processes: exactly three", async (count) => {
    const members = Array.from({ length: ASKED }, () => "ada");
    const outcomes = await crowd(count, { members, allowance: THREE });
    expect(outcomes.filter((one) => one === "begun")).toHaveLength(3);
    expect(outcomes.filter((one) => one === "InsufficientCredits")).toHaveLength(ASKED - 3);
  });

  test.each(processes)("of fifty members with a budget for three, from %i processes: exactly three", async (count) => {
    const members = Array.from({ length: ASKED }, (_, i) => `m${i}`);
    const outcomes = await crowd(count, { members, allowance: ENOUGH, rules: { budget: THREE } });
    expect(outcomes.filter((one) => one === "begun")).toHaveLength(3);
    expect(outcomes.filter((one) => one === "BudgetSpent")).toHaveLength(ASKED - 3);
  });

  interface Crowd {
    members: readonly string[];
    allowance: typeof THREE;
    rules?: Rules;
  }

  /** All processes ask at once. A folder belongs to one process at a time, so it is looked into before and after. */
  async function crowd(count: number, { members, allowance, rules = {} }: Crowd): Promise<string[]> {
    await using place = await placeOf(kind);
    const { open, where } = place;
    await open((db) =>
      db.transaction().execute((tx) => changeRules(tx, "w", root, () => ({ rules, what: "set the rules" }), 0)),
    );
    const quota = { allowance, period: "month", maxJobs: 1_000, maxPrice: undefined } as const;
    const askers = await Promise.all(
      Array.from({ length: count }, (_, i) =>
        spawnAsker({ ...where, quota, name: `p${i}`, members: members.filter((_m, at) => at % count === i) }),
      ),
    );
    for (const { said } of askers) expect(said).toBe("ready");
    const outcomes = (await Promise.all(askers.map(({ ask }) => ask()))).flat();
    await open(async (db) => {
      await checkLedger(db);
      expect(await db.selectFrom("holds").select("id").execute()).toHaveLength(3);
    });
    return outcomes;
  }
});

/** A store that other processes may open: a database on the run's Postgres, or a folder that is open here only in `open`. */
async function placeOf(kind: StoreKind) {
  if (kind === "postgres") {
    const store = await testStore(kind);
    const { dataDir, databaseUrl = "" } = store;
    return {
      where: { dataDir, databaseUrl },
      open: <T>(look: (db: Db) => Promise<T>) => look(store.db),
      [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
    };
  }
  const dataDir = await mkdtemp(join(tmpdir(), "reelay-crowd-"));
  return {
    where: { dataDir },
    open: async <T>(look: (db: Db) => Promise<T>) => {
      const store = await openStore({ dataDir });
      try {
        return await look(store.db);
      } finally {
        await store.close();
      }
    },
    [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }),
  };
}

test("on SQLite a second process refuses to start", async () => {
  await using store = await testStore("sqlite");
  const quota = { allowance: THREE, period: "month", maxJobs: 5, maxPrice: undefined } as const;
  const { said } = await spawnAsker({ dataDir: store.dataDir, quota, name: "second", members: [] });
  expect(said).toContain("is in use by another Reelay");
});
