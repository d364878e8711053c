import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import {
  ConnectionLost,
  GatewayError,
  RefusedBeforeSending,
  TimedOut,
  UnreadableAnswer,
} from "../../src/evolink/errors.ts";
import type { AccountCredits } from "../../src/evolink/evolink.ts";
import { createHealth } from "../../src/reconcile/health.ts";
import { createStatus } from "../../src/reconcile/status.ts";
import { inEnglish } from "../../src/text/render.ts";
import { insertRow } from "../generations/rows.ts";
import { stage } from "../generations/stage.ts";
import { testClock } from "../support/clock.ts";
import { STORE_KINDS, type StoreKind, testStore } from "../support/stores.ts";
import { charge } from "./store.ts";

const DAY_MS = 24 * 3_600_000;
const CREDIT = 10_000;

async function bench(kind: StoreKind) {
  const store = await testStore(kind);
  const { db } = store;
  const clock = testClock();
  const health = createHealth(clock);
  const account = { credits: 100, reads: 0, answer: "at once" as "at once" | "never" | "broken" };
  const readCredits = async (signal?: AbortSignal): Promise<AccountCredits> => {
    account.reads += 1;
    if (account.answer === "broken") throw new ConnectionLost("GET /v1/credits");
    if (account.answer === "never") await new Promise((_, reject) => signal?.addEventListener("abort", reject));
    const { credits: remaining } = account;
    return { token: { remaining, used: 0, unlimited: false }, user: { remaining, used: 0 } };
  };
  const status = createStatus({
    ...{ db, evolink: { readCredits }, account: "key", health, clock, log: createLog("silent") },
    watch: { closed: async () => undefined },
    chats: () => [],
    drift: async () => undefined,
  });
  const spend = (daysAgo: number, credits: number) =>
    charge(db, { at: clock.now() - daysAgo * DAY_MS, paid: [credits * CREDIT] });
  return { db, clock, account, health, status, spend, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

describe.each(STORE_KINDS)("the status, on %s", (kind) => {
  it("counts what waits and what runs, here and everywhere", async () => {
    await using b = await bench(kind);
    const now = b.clock.now();
    await insertRow(b.db, { state: "queued", created_at: now - 60_000 });
    await insertRow(b.db, { state: "queued", created_at: now - 30_000 });
    await insertRow(b.db, { state: "submitting" });
    await insertRow(b.db, { state: "running" });
    await insertRow(b.db, { state: "delivered" });
    await insertRow(b.db, { state: "queued", created_at: now - 90_000, workspace: "elsewhere" });
    const { queue } = await b.status.read("w");
    expect(queue.here).toEqual({ waiting: 2, running: 2, oldestAt: now - 60_000 });
    expect(queue.everywhere).toEqual({ waiting: 3, running: 2, oldestAt: now - 90_000 });
    expect((await b.status.read("nowhere")).queue.here).toEqual({ waiting: 0, running: 0, oldestAt: undefined });
  });

  it("warns when the balance won't last the week at the rate of the last seven days", async () => {
    await using b = await bench(kind);
    await b.spend(20, 1_000);
    await b.spend(6, 60);
    await b.spend(1, 80);
    const low = await b.status.read("w");
    expect(low.account).toMatchObject({ weekly: 140 * CREDIT, lastsDays: 5, low: true });
    expect(low.account.balance).toEqual({ spendable: 100 * CREDIT, readAt: b.clock.now() });
    b.account.credits = 140;
    await b.clock.advance(61_000);
    expect((await b.status.read("w")).account).toMatchObject({ low: false });
  });

  it("takes the rate from the days there were, when there were less than seven", async () => {
    await using b = await bench(kind);
    await b.spend(2, 40);
    expect((await b.status.read("w")).account).toMatchObject({ weekly: 140 * CREDIT, low: true });
  });

  it("warns of nothing when nothing is being spent", async () => {
    await using b = await bench(kind);
    b.account.credits = 0;
    await b.spend(30, 1_000);
    expect((await b.status.read("w")).account).toMatchObject({ weekly: 0, lastsDays: undefined, low: false });
  });

  it("asks EvoLink once a minute at most", async () => {
    await using b = await bench(kind);
    await b.status.read("w");
    await b.status.read("w");
    expect(b.account.reads).toBe(1);
    await b.clock.advance(60_000);
    await b.status.read("w");
    expect(b.account.reads).toBe(2);
  });

  it.each(["broken", "never"] as const)("shows the last known balance when the answer is %s", async (answer) => {
    await using b = await bench(kind);
    const at = b.clock.now() - DAY_MS;
    const kept = { id: "b1", account: "key", at, remaining: 50 * CREDIT, used: 0, captured: 0, in_flight: 0 };
    b.account.answer = answer;
    const ask = async () => {
      const asked = b.status.read("w");
      while (answer === "never" && b.clock.sleeping < 1) await new Promise((resolve) => setImmediate(resolve));
      await b.clock.advance(5_000);
      return (await asked).account.balance;
    };
    expect(await ask()).toBeUndefined();
    await b.db
      .insertInto("balance_readings")
      .values({ ...kept, drift: null, reported: 1 })
      .execute();
    expect(await ask()).toEqual({ spendable: 50 * CREDIT, readAt: at });
  });

  it("reads the sandbox's balance", async () => {
    await using s = await stage(kind);
    const clock = s.time.view();
    const status = createStatus({
      ...{ db: s.db, evolink: s.evolink, account: "sandbox", health: createHealth(clock), clock },
      ...{
        watch: { closed: async () => undefined },
        chats: () => [],
        drift: async () => undefined,
        log: createLog("silent"),
      },
    });
    const { account } = await status.read("w");
    expect(account.balance).toEqual({ spendable: 1_000_000 * CREDIT, readAt: clock.now() });
  });
});

describe("EvoLink's health", () => {
  const failed = (status: number) => new GatewayError("GET", { status, code: String(status), detail: "" });

  it("is unknown, then well, then failing after three failures in a row, then well again", () => {
    const clock = testClock();
    const { heard, read } = createHealth(clock);
    expect(read()).toEqual({
      ...{ state: "unknown", calls: 0, failed: 0, lastAnswerAt: undefined, lastFailure: undefined },
    });
    void heard(undefined);
    for (const error of [new TimedOut("GET"), failed(502), new ConnectionLost("GET")]) {
      expect(read().state).toBe("well");
      void heard(error);
    }
    expect(read()).toMatchObject({
      state: "failing",
      calls: 4,
      failed: 3,
      lastFailure: { what: { key: "health.lost" } },
    });
    void heard(failed(400));
    expect(read()).toMatchObject({ state: "well", lastAnswerAt: clock.now() });
  });

  it.each<[Error, string]>([
    [failed(502), "HTTP 502"],
    [failed(429), "HTTP 429"],
    [failed(408), "HTTP 408"],
    [new RefusedBeforeSending("x"), "no connection"],
    [new TimedOut("x"), "timed out"],
    [new UnreadableAnswer("x"), "unreadable answer"],
  ])("says what it was: %o", (error, what) => {
    const { heard, read } = createHealth(testClock());
    void heard(error);
    expect(inEnglish(read().lastFailure?.what ?? "")).toBe(what);
  });

  it("is not judged by trouble on this side", () => {
    const { heard, read } = createHealth(testClock());
    void heard(new Error("no such file"));
    expect(read().state).toBe("unknown");
  });

  it("counts the last quarter of an hour", async () => {
    const clock = testClock();
    const { heard, read } = createHealth(clock);
    for (let index = 0; index < 5_000; index++) void heard(undefined);
    expect(read().calls).toBe(1_000);
    await clock.advance(15 * 60_000);
    expect(read()).toMatchObject({ calls: 0, state: "well" });
  });
});
