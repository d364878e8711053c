import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { ConnectionLost, GatewayError } from "../../src/evolink/errors.ts";
import type { AccountCredits } from "../../src/evolink/evolink.ts";
import { type AccountWatch, createAccountWatch } from "../../src/reconcile/account.ts";
import { observed } from "../../src/reconcile/observed.ts";
import type { Db } from "../../src/store/tables.ts";
import { stage } from "../generations/stage.ts";
import { testClock } from "../support/clock.ts";
import { STORE_KINDS, testStore } from "../support/stores.ts";

const EMPTY = new GatewayError("POST /v1/videos/generations", { status: 402, code: "insufficient_quota", detail: "" });
const refusal = (status: number) => new GatewayError("POST", { status, code: String(status), detail: "" });
const MINUTE_MS = 60_000;

function creditsOf(remaining: number): AccountCredits {
  return { token: { remaining, used: 0, unlimited: false }, user: { remaining, used: 0 } };
}

/** Two processes on one store, before an account that has so many credits. */
function processes(db: Db) {
  const clock = testClock();
  const account = { credits: 0, reads: [] as number[], answers: true, refuses: undefined as number | undefined };
  const logged: { level: number; msg: string }[] = [];
  const log = createLog("info", { write: (line) => logged.push(JSON.parse(line)) });
  const evolink = {
    readCredits: async () => {
      account.reads.push(clock.now());
      if (!account.answers) throw new ConnectionLost("GET /v1/credits");
      if (account.refuses !== undefined) throw refusal(account.refuses);
      return creditsOf(account.credits);
    },
  };
  const watch = (name = "key") => createAccountWatch({ db, evolink, account: name, clock, log });
  const [one, other] = [watch(), watch()];
  /** Moves time on step by step, so that what is written in between is read. */
  const pass = async (ms: number) => {
    for (const end = clock.now() + ms; clock.now() < end; ) {
      await clock.advance(5_000);
      await settled(clock, running);
    }
  };
  let running = 0;
  const start = async () => {
    one.start();
    other.start();
    running = 2;
    await settled(clock, running);
  };
  return {
    ...{ clock, account, log, one, other, watch, start, pass },
    errors: () => logged.filter(({ level }) => level >= 50).map(({ msg }) => msg),
    async [Symbol.asyncDispose]() {
      await one.stop();
      await other.stop();
    },
  };
}

async function isOpen(watch: Pick<AccountWatch, "closed">): Promise<boolean> {
  return (await watch.closed()) === undefined;
}

/** Until every loop sleeps again. */
async function settled(clock: { sleeping: number }, loops: number): Promise<void> {
  while (clock.sleeping < loops) await new Promise((resolve) => setImmediate(resolve));
}

describe.each(STORE_KINDS)("an account that is empty, on %s", (kind) => {
  it("is refused to everybody from the first 402 on, and the operator is told once", async () => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    expect([await isOpen(all.one), await isOpen(all.other)]).toEqual([true, true]);
    await Promise.all([
      all.one.heard(EMPTY, "create"),
      all.other.heard(EMPTY, "create"),
      all.one.heard(EMPTY, "create"),
    ]);
    expect([await isOpen(all.one), await isOpen(all.other)]).toEqual([false, false]);
    expect(await all.other.closed()).toEqual({ since: all.clock.now(), why: "empty" });
    expect(all.errors()).toEqual(["EvoLink's account is empty: new requests are refused until it is topped up."]);
  });

  it("is another key's business", async () => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    await all.one.heard(EMPTY, "create");
    expect(await isOpen(all.watch("another key"))).toBe(true);
  });

  it("stays open after any other end of a call", async () => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    for (const end of [
      undefined,
      new ConnectionLost("POST"),
      new GatewayError("POST", { status: 429, code: "rate_limit_exceeded", detail: "" }),
      new Error("402"),
    ]) {
      await all.one.heard(end, "create");
    }
    expect(await isOpen(all.one)).toBe(true);
  });

  it("is looked at ever more rarely, by one process at a time, and opens when there are credits", async () => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    const began = all.clock.now();
    await all.one.heard(EMPTY, "create");
    await all.start();
    await all.pass(20 * MINUTE_MS);
    const minutes = all.account.reads.map((at) => Math.round((at - began) / 30_000) / 2);
    expect(minutes).toEqual([0.5, 1.5, 3.5, 7.5, 15.5]);
    expect(await isOpen(all.other)).toBe(false);
    all.account.credits = 0.5;
    await all.pass(16 * MINUTE_MS);
    expect([await isOpen(all.one), await isOpen(all.other)]).toEqual([true, true]);
    const reads = all.account.reads.length;
    await all.pass(10 * MINUTE_MS);
    expect(all.account.reads).toHaveLength(reads);
  });

  it("goes on being looked at when a look fails", async () => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    all.account.answers = false;
    all.account.credits = 100;
    await all.one.heard(EMPTY, "create");
    await all.start();
    await all.pass(2 * MINUTE_MS);
    expect(await isOpen(all.one)).toBe(false);
    all.account.answers = true;
    await all.pass(2 * MINUTE_MS);
    expect(await isOpen(all.one)).toBe(true);
  });

  it("doesn't let a job in every minute where there is less left than a job costs", async () => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    all.account.credits = 0.5;
    await all.start();
    let refused = 0;
    for (let minute = 0; minute < 60; minute++) {
      if (await isOpen(all.one)) {
        refused += 1;
        await all.one.heard(EMPTY, "create");
      }
      await all.pass(MINUTE_MS);
    }
    expect(refused).toBeLessThanOrEqual(7);
  });

  it("refuses when the store can't answer, and keeps EvoLink's own error when it can't be written down", async () => {
    const store = await testStore(kind);
    const all = processes(store.db);
    expect(await isOpen(all.one)).toBe(true);
    await store[Symbol.asyncDispose]();
    await expect(all.one.closed()).rejects.toThrow();
    await all.one.heard(EMPTY, "create");
    expect(all.errors()).toEqual(["EvoLink takes no new jobs from here, and that could not be written down"]);
  });

  it("is found by the job that EvoLink refuses, and the member's credits go back", async () => {
    await using s = await stage(kind);
    const log = createLog("silent");
    const watch = createAccountWatch({ db: s.db, evolink: s.evolink, account: "sandbox", clock: s.time.view(), log });
    s.worker({ evolink: observed(s.evolink, watch.heard) }).start();
    await s.fault({ on: "create", kind: "http", status: 402 });
    const [row] = await s.ends(await s.ask("ada", "a paper boat"));
    expect(row).toMatchObject({ state: "failed", error_code: "insufficient_quota" });
    expect(await isOpen(watch)).toBe(false);
    await s.check();
  });
});

describe.each(STORE_KINDS)("a key that is refused, on %s", (kind) => {
  it.each(["create", "read", "credits", "upload", "delete"] as const)("is known by a 401 of %s", async (call) => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    await all.one.heard(refusal(401), call);
    expect(await all.other.closed()).toEqual({ since: all.clock.now(), why: "key" });
    expect(all.errors()).toEqual([
      "EvoLink refuses the key in EVOLINK_API_KEY: new requests are refused until it takes the key.",
    ]);
  });

  it("isn't meant by the 403 of one model: the account is asked, which answers", async () => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    for (let index = 0; index < 5; index++) await all.one.heard(refusal(403), "create");
    expect(await isOpen(all.one)).toBe(true);
    expect(all.account.reads, "the account is asked once in a while only").toHaveLength(1);
  });

  it("is meant by a 403 where the account's own page is refused too", async () => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    all.account.refuses = 403;
    await all.one.heard(refusal(403), "create");
    expect(await all.other.closed()).toMatchObject({ why: "key" });
  });

  it("is found at the start, looked at by itself at least every five minutes, and opens once a read succeeds", async () => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    Object.assign(all.account, { refuses: 401, credits: 100 });
    await all.start();
    expect(await all.other.closed()).toEqual({ since: all.clock.now(), why: "key" });
    await all.pass(30 * MINUTE_MS);
    const { reads } = all.account;
    expect(Math.max(...reads.slice(1).map((at, index) => at - (reads[index] ?? 0)))).toBeLessThanOrEqual(
      5 * MINUTE_MS + 15_000,
    );
    expect(all.errors()).toHaveLength(1);
    all.account.refuses = undefined;
    await all.pass(6 * MINUTE_MS);
    expect([await isOpen(all.one), await isOpen(all.other)]).toEqual([true, true]);
  });

  it("and an account that is empty are told apart by what was said last", async () => {
    await using store = await testStore(kind);
    await using all = processes(store.db);
    await all.one.heard(EMPTY, "create");
    const { since } = (await all.one.closed()) ?? {};
    await all.clock.advance(1_000);
    await all.other.heard(refusal(401), "read");
    expect(await all.one.closed()).toEqual({ since, why: "key" });
    await all.one.heard(EMPTY, "create");
    expect(await all.one.closed()).toEqual({ since, why: "empty" });
    expect(all.errors()).toHaveLength(3);
  });
});

describe("EvoLink, observed", () => {
  it("gives what it gives and throws what it throws, and every end is heard", async () => {
    const ends: unknown[] = [];
    const gone = new ConnectionLost("GET");
    const evolink = observed(
      {
        createTask: () => Promise.reject(EMPTY),
        readTask: () => Promise.reject(gone),
        readCredits: async () => creditsOf(5),
        uploadFile: async () => ({ fileId: "f", url: "https://f", expiresAt: 0 }),
        deleteFile: async () => undefined,
        close: async () => undefined,
      },
      (error) => void ends.push(error),
    );
    await expect(evolink.createTask({})).rejects.toBe(EMPTY);
    await expect(evolink.readTask("t")).rejects.toBe(gone);
    expect(await evolink.readCredits()).toEqual(creditsOf(5));
    await evolink.uploadFile({ path: "", name: "", type: "", bytes: 0 });
    await evolink.deleteFile("f");
    expect(ends).toEqual([EMPTY, gone, undefined, undefined, undefined]);
  });
});
