import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { ConnectionLost } from "../../src/evolink/errors.ts";
import type { AccountCredits } from "../../src/evolink/evolink.ts";
import { readBalance } from "../../src/reconcile/balance.ts";
import type { Drift } from "../../src/reconcile/drift.ts";
import { readReserved } from "../../src/reconcile/jobs.ts";
import { createReconciler, reconcile } from "../../src/reconcile/reconciler.ts";
import { insertRow } from "../generations/rows.ts";
import { PRICE, stage } from "../generations/stage.ts";
import { testClock } from "../support/clock.ts";
import { STORE_KINDS, type StoreKind, testStore } from "../support/stores.ts";
import { charge } from "./store.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const CREDIT = 10_000;

/** A reconciler whose rounds the test calls for, before an account that the test owns. */
async function bench(kind: StoreKind) {
  const store = await testStore(kind);
  const { db } = store;
  const clock = testClock();
  const told: Drift[] = [];
  const state = {
    credits: 1_000,
    used: 0,
    reads: 0,
    fails: false,
    tellingFails: false,
    meanwhile: async () => undefined as unknown,
  };
  const readCredits = async (): Promise<AccountCredits> => {
    state.reads += 1;
    if (state.fails) throw new ConnectionLost("GET /v1/credits");
    await state.meanwhile();
    const account = { remaining: state.credits, used: state.used };
    return { token: { ...account, unlimited: false }, user: account };
  };
  const partsOf = (account: string) => ({
    ...{ db, evolink: { readCredits }, account, clock, log: createLog("silent") },
    onDrift: async (drift: Drift) => {
      if (state.tellingFails) throw new Error("Nobody to tell");
      told.push(drift);
    },
  });
  const parts = partsOf("key");
  return {
    ...{ store, db, clock, told, state, parts },
    round: (account = "key") => reconcile(partsOf(account), new AbortController().signal),
    drift: () => createReconciler(parts).drift(),
    readings: () => db.selectFrom("balance_readings").selectAll().orderBy("id").execute(),
    spend: async (credits: number, more: { workspace?: string } = {}) => {
      await charge(db, { at: clock.now(), paid: [credits * CREDIT], ...more });
      state.credits -= credits;
      state.used += credits;
    },
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

describe.each(STORE_KINDS)("the daily comparison, on %s", (kind) => {
  it("says nothing when EvoLink charged what was captured, in all workspaces together", async () => {
    await using b = await bench(kind);
    await b.round();
    expect(await b.drift()).toBeUndefined();
    await b.spend(27);
    await b.spend(40, { workspace: "elsewhere" });
    await b.clock.advance(DAY_MS);
    await b.round();
    expect(b.told).toEqual([]);
    expect(await b.drift()).toMatchObject({ charged: 67 * CREDIT, captured: 67 * CREDIT, drift: 0, unexplained: 0 });
  });

  it("tells of what was charged beyond, once, with its numbers", async () => {
    await using b = await bench(kind);
    await b.round();
    const began = b.clock.now();
    await b.spend(27);
    b.state.credits -= 50;
    await b.clock.advance(DAY_MS);
    await b.round();
    await b.round();
    expect(b.told).toEqual([
      {
        ...{ from: began, to: began + DAY_MS, charged: 77 * CREDIT, captured: 27 * CREDIT, toppedUp: 0 },
        ...{ drift: 50 * CREDIT, unexplained: 49 * CREDIT },
      },
    ]);
    expect(await b.drift()).toEqual(b.told[0]);
  });

  it("reads once a day, however often it looks and however many processes do", async () => {
    await using b = await bench(kind);
    await Promise.all([b.round(), b.round(), b.round()]);
    await b.clock.advance(23 * HOUR_MS);
    await Promise.all([b.round(), b.round()]);
    expect(await b.readings()).toHaveLength(1);
    b.state.credits -= 50;
    await b.clock.advance(HOUR_MS);
    await Promise.all([b.round(), b.round()]);
    expect(await b.readings()).toHaveLength(2);
    expect(b.told.length).toBeGreaterThan(0);
  });

  it("tries again within the hour when EvoLink doesn't answer", async () => {
    await using b = await bench(kind);
    b.state.fails = true;
    const reconciler = createReconciler(b.parts);
    const asleep = async () => {
      while (b.clock.sleeping < 1) await new Promise((resolve) => setImmediate(resolve));
    };
    reconciler.start();
    await asleep();
    expect(await b.readings()).toHaveLength(0);
    b.state.fails = false;
    await b.clock.advance(HOUR_MS);
    await asleep();
    expect(await b.readings()).toHaveLength(1);
    await reconciler.stop();
  });

  it("tells again what could not be told", async () => {
    await using b = await bench(kind);
    await b.round();
    b.state.credits -= 50;
    await b.clock.advance(DAY_MS);
    b.state.tellingFails = true;
    await expect(b.round()).rejects.toThrow("Nobody to tell");
    b.state.tellingFails = false;
    await b.clock.advance(HOUR_MS);
    await b.round();
    expect(b.told).toHaveLength(1);
    expect(b.state.reads).toBe(2);
  });

  it("begins anew with another account", async () => {
    await using b = await bench(kind);
    await b.round();
    b.state.credits = 5;
    await b.round("another key");
    b.state.credits = 1_000;
    await b.round();
    expect(b.told).toEqual([]);
    expect((await b.readings()).map(({ account, drift }) => [account, drift])).toEqual([
      ["key", null],
      ["another key", null],
      ["key", null],
    ]);
  });

  it("takes a job that ends while the account is being read for one that was under way", async () => {
    await using b = await bench(kind);
    await insertRow(b.db, { state: "running", price: 100 * CREDIT });
    b.state.meanwhile = () => charge(b.db, { at: b.clock.now(), paid: [30 * CREDIT] });
    await b.round();
    expect(await b.readings()).toMatchObject([{ captured: 0, in_flight: 130 * CREDIT }]);
  });

  it("raises no alarm over a job whose capture another process wrote by a slower clock meanwhile", async () => {
    await using b = await bench(kind);
    await b.round();
    await b.clock.advance(DAY_MS);
    b.state.credits -= 30;
    b.state.used += 30;
    b.state.meanwhile = () => charge(b.db, { at: b.clock.now() - 5_000, paid: [30 * CREDIT] });
    await b.round();
    expect(b.told).toEqual([]);
    b.state.meanwhile = async () => undefined;
    await b.clock.advance(DAY_MS);
    await b.round();
    expect(b.told).toEqual([]);
  });

  it("agrees with the sandbox over real jobs, one of them failed", async () => {
    await using s = await stage(kind);
    const told: Drift[] = [];
    const clock = s.time.view();
    const parts = {
      ...{ db: s.db, evolink: s.evolink, account: "sandbox", clock, log: createLog("silent") },
      onDrift: async (drift: Drift) => void told.push(drift),
    };
    const { signal } = new AbortController();
    await reconcile(parts, signal);
    const worker = s.worker().start();
    const done = [await s.ask("ada", "one"), await s.ask("ben", "two")];
    await s.ends(...done, await s.ask("ada", "three [fail content_policy_violation]"));
    await worker.stop();
    await s.time.leap(DAY_MS);
    await reconcile(parts, signal);
    expect(told).toEqual([]);
    expect(await createReconciler(parts).drift()).toMatchObject({ charged: 2 * PRICE, captured: 2 * PRICE, drift: 0 });
    const all = await readReserved(s.db, { from: 0, to: clock.now() });
    expect(all).toEqual({ jobs: 2, said: 2, reserved: 2 * PRICE, captured: 2 * PRICE, differing: [] });
  });
});

describe.each(STORE_KINDS)("what EvoLink reserved for each job, on %s", (kind) => {
  it("is set against what was captured, the jobs that differ most first", async () => {
    await using store = await testStore(kind);
    const { db } = store;
    const at = Date.UTC(2026, 10, 20);
    await charge(db, { at, paid: [200_000, 70_000], reserved: 270_000 });
    const bit = await charge(db, { at, paid: [270_000], reserved: 270_001 });
    const lot = await charge(db, { at, paid: [270_000], reserved: 100_000 });
    await charge(db, { at, paid: [270_000], reserved: null });
    await charge(db, { at: at - DAY_MS, paid: [1], reserved: 2 });
    await charge(db, { at, paid: [5], reserved: 6, workspace: "elsewhere" });
    const period = { from: at, to: at + 1 };
    const report = await readReserved(db, { ...period, workspace: "w" });
    expect(report).toMatchObject({ jobs: 4, said: 3, reserved: 640_001, captured: 810_000 });
    expect(report.differing).toEqual([
      { generation: lot, model: "kling-v3-text-to-video", reserved: 100_000, captured: 270_000 },
      { generation: bit, model: "kling-v3-text-to-video", reserved: 270_001, captured: 270_000 },
    ]);
    expect(await readReserved(db, period)).toMatchObject({ jobs: 5, said: 4 });
    expect(await readReserved(db, { from: 0, to: 1 })).toEqual({
      ...{ jobs: 0, said: 0, reserved: 0, captured: 0, differing: [] },
    });
  });
});

describe("the account's credits", () => {
  const of = (user: number, token: number, unlimited = false) =>
    readBalance({ token: { remaining: token, used: 0, unlimited }, user: { remaining: user, used: 0 } });

  it("are whole units, whatever decimals come", () => {
    expect(of(1_095.3996, 99_416.4429)).toMatchObject({ remaining: 10_953_996, spendable: 10_953_996 });
    expect(of(0.1 + 0.2, 1e300).remaining).toBe(3_000);
    expect(of(1e300, 1e300).remaining).toBe(Number.MAX_SAFE_INTEGER);
    expect(of(-3.5, 10)).toMatchObject({ remaining: -35_000, spendable: -35_000 });
  });

  it("are what the key may spend, where it has a limit of its own", () => {
    expect(of(100, 7).spendable).toBe(70_000);
    expect(of(100, 0, true).spendable).toBe(1_000_000);
  });
});
