import { describe, expect, it } from "vitest";
import type { Clock } from "../../src/base/clock.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { PRICE, stage } from "./stage.ts";
import { gate } from "./time.ts";

const ERROR = 50;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

const RELEASED = [
  { kind: "hold", amount: PRICE },
  { kind: "release", amount: PRICE },
];

describe.each(STORE_KINDS)("a create on %s", (kind) => {
  it("that could not connect is tried again later, and accepted once", async () => {
    await using s = await stage(kind);
    s.gateway.away = true;
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.until(async () => (await s.row(id)).tries > 0);
    expect(await s.row(id)).toMatchObject({ state: "queued", admitted_at: null, tries: 1, lease_until: 0 });
    s.gateway.away = false;
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", tries: 0 }]);
    expect(s.creates("a boat")).toBe(2);
    expect(await s.accepted()).toBe(1);
    await s.check();
  });

  it("that can never connect fails at last, with the credits back", async () => {
    await using s = await stage(kind);
    s.gateway.away = true;
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.until(async () => (await s.row(id)).tries > 0);
    await s.db.updateTable("generations").set({ tries: 33 }).where("id", "=", id).execute();
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "unreachable" }]);
    expect(await s.ledger(id)).toEqual(RELEASED);
    await s.check();
  });

  it("answered 429 waits as long as was asked, and others go meanwhile", async () => {
    await using s = await stage(kind);
    await s.fault({ on: "create", kind: "http", status: 429, retryAfter: 30 });
    s.worker().start();
    const first = await s.ask("ada", "first");
    await s.until(async () => (await s.row(first)).tries > 0);
    const second = await s.ask("ada", "second");
    await s.ends(second);
    expect(await s.row(first)).toMatchObject({ state: "queued", tries: 1 });
    expect(await s.ends(first)).toMatchObject([{ state: "delivered" }]);
    const [refused, taken] = s.gateway.creates.filter(({ prompt }) => prompt === "first");
    expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(30_000);
    expect(await s.accepted()).toBe(2);
    await s.check();
  });

  it("answered 429 keeps its place in a queue that is always full", async () => {
    await using s = await stage(kind, { maxRunning: 1 });
    await s.fault({ on: "create", kind: "http", status: 429 });
    s.worker().start();
    const jobs = [await s.ask("ada", "refused")];
    await s.until(async () => s.creates("refused") > 0);
    // One that is announced before another may go before it: each is, before the next is asked for.
    for (const member of ["grace", "alan", "edsger"]) {
      const id = await s.ask(member, member);
      await s.until(() => s.announcer.posts(id) === 1);
      jobs.push(id);
    }
    await s.ends(...jobs);
    expect(s.gateway.creates.map(({ prompt }) => prompt)).toEqual(["refused", "grace", "refused", "alan", "edsger"]);
    await s.check();
  });

  it.each([
    [400, "invalid_request", false],
    [401, "unauthorized", true],
    [402, "insufficient_quota", true],
    [403, "model_access_denied", true],
  ])("answered %i fails with %s and the credits back", async (status, code, forOperator) => {
    await using s = await stage(kind);
    await s.fault({ on: "create", kind: "http", status });
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    expect(await s.ends(id)).toMatchObject([{ state: "failed", told: "failed", error_code: code, lease_until: 0 }]);
    expect(await s.ledger(id)).toEqual(RELEASED);
    expect(s.announcer.shown(id)).toMatchObject({ state: "failed", errorCode: code });
    expect(s.logged(id, ERROR).length > 0, "the operator is told").toBe(forOperator);
    expect(s.creates("a boat")).toBe(1);
    await s.check();
  });

  it.each([
    ["is an error of the gateway", { kind: "http", status: 500 }, 0],
    ["is one of a proxy before it", { kind: "http", status: 502 }, 0],
    ["is lost after the task was accepted", { kind: "lost_answer" }, 1],
    ["breaks off before it was looked at", { kind: "refuse" }, 0],
    ["cannot be read", { kind: "malformed" }, 1],
    ["does not come in time", { kind: "slow", delayMs: HOUR / 2 }, 0],
  ])("whose answer %s is never sent again: the member is refunded, the operator told", async (_, fault, accepted) => {
    await using s = await stage(kind, { createTimeout: "delayMs" in fault ? 200 : 60_000 });
    await s.fault({ on: "create", ...fault });
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    expect(await s.ends(id)).toMatchObject([{ state: "lost", told: "lost", error_code: "answer_lost", task: null }]);
    expect(await s.ledger(id)).toEqual(RELEASED);
    expect(s.announcer.story(id).at(-1)).toBe("lost");
    expect(s.logged(id, ERROR)).toMatchObject([{ model: "kling-v3-text-to-video", price: PRICE }]);
    expect(await s.accepted()).toBe(accepted);

    const other = await s.ask("ada", "another");
    await s.ends(other);
    await s.time.leap(HOUR);
    await s.quiet();
    expect(s.creates("a boat")).toBe(1);
    expect(await s.row(id)).toMatchObject({ state: "lost" });
    await s.check();
  });

  it("is one at a time in a process, however many slots are free", async () => {
    await using s = await stage(kind);
    const jobs = await Promise.all(["a", "b", "c", "d"].map((prompt) => s.ask("ada", prompt)));
    let under = 0;
    let most = 0;
    const createTask: typeof s.evolink.createTask = async (body) => {
      under += 1;
      most = Math.max(most, under);
      const task = await s.evolink.createTask(body);
      under -= 1;
      return task;
    };
    const evolink = { ...s.evolink, createTask };
    s.worker({ evolink }).start();
    const rows = await s.ends(...jobs);
    expect(rows.map(({ state }) => state)).toEqual(jobs.map(() => "delivered"));
    expect(most).toBe(1);
    await s.check();
  });

  it("whose answer the store can't keep for minutes is kept when it is back, not lost", async () => {
    await using s = await stage(kind);
    let failing = 0;
    const db = new Proxy(s.db, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (name === "updateTable" && failing > 0) {
          failing--;
          throw new Error("disk I/O error");
        }
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const createTask: typeof s.evolink.createTask = async (body) => {
      const task = await s.evolink.createTask(body);
      failing = 40;
      return task;
    };
    // Only the wait for the store has no signal to end it; here it is over at once.
    const waits: number[] = [];
    const clock: Clock = {
      now: s.time.now,
      sleep: async (ms, signal) => {
        if (signal) return worker.clock.sleep(ms, signal);
        waits.push(ms);
      },
    };
    const worker = s.worker({ db, clock, evolink: { ...s.evolink, createTask } });
    worker.start();
    const id = await s.ask("ada", "a boat");
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(waits.slice(0, 3)).toEqual([200, 400, 800]);
    expect(waits).toHaveLength(40);
    expect(sum(waits)).toBeGreaterThan(2 * MINUTE);
    expect(await s.accepted()).toBe(1);
    await s.check();
  });

  it("whose answer the store can't keep before another worker takes the job is kept all the same", async () => {
    await using s = await stage(kind);
    const away = gate(s.time);
    let failing = false;
    const db = new Proxy(s.db, {
      get: (target, name) => {
        if (name === "updateTable" && failing) throw new Error("the store is away");
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const clock: Clock = {
      now: s.time.now,
      sleep: (ms, signal) => (signal ? first.clock.sleep(ms, signal) : away.pass()),
    };
    const createTask: typeof s.evolink.createTask = async (body) => {
      const task = await s.evolink.createTask(body);
      failing = true;
      return task;
    };
    const first = s.worker({ db, clock, evolink: { ...s.evolink, createTask } });
    first.start();
    const id = await s.ask("ada", "a boat");
    await s.until(away.reached);
    first.clock.pause();
    s.worker().start();
    await s.reaches(id, "unknown");

    failing = false;
    away.open();
    first.clock.resume();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(await s.accepted()).toBe(1);
    await s.check();
  });
});
