import { describe, expect, it } from "vitest";
import { readLearned } from "../../src/generations/pace/learned.ts";
import { TASK_ERRORS } from "../../src/sandbox/tasks/task-errors.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { PRICE, stage } from "./stage.ts";

const ERROR = 50;
const MINUTE = 60_000;

const RELEASED = [
  { kind: "hold", amount: PRICE },
  { kind: "release", amount: PRICE },
];

describe.each(STORE_KINDS)("a running task on %s", (kind) => {
  it.each([
    ["errors", { kind: "http", status: 500 }],
    ["limits of its rate", { kind: "http", status: 429, retryAfter: 40 }],
    ["answers that are lost", { kind: "lost_answer" }],
    ["answers that can't be read", { kind: "malformed" }],
  ])("is read again after %s", async (_, fault) => {
    await using s = await stage(kind);
    await s.fault({ on: "read", times: 9, ...fault });
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", tries: 0 }]);
    expect(s.logged(id, ERROR)).toEqual([]);
    expect(await s.accepted()).toBe(1);
    await s.check();
  });

  it("that is unknown a few times is read again; at the fifth time in a row it is gone", async () => {
    await using s = await stage(kind);
    s.worker().start();
    await s.fault({ on: "read", kind: "http", status: 404, times: 4 });
    expect(await s.ends(await s.ask("ada", "late"))).toMatchObject([{ state: "delivered", error_code: null }]);
    await s.fault({ on: "read", kind: "http", status: 404, times: 5 });
    const id = await s.ask("ada", "gone");
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "resource_not_found" }]);
    expect(await s.ledger(id)).toEqual(RELEASED);
    await s.check();
  });

  it("that can't be read any more ends at the deadline, and the credits go back", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.reaches(id, "running");
    await s.fault({ on: "read", kind: "http", status: 401, times: 10_000 });
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "generation_timeout" }]);
    expect(await s.ledger(id)).toEqual(RELEASED);
    expect(s.logged(id, ERROR)).toHaveLength(1);
    await s.check();
  });

  it("is not given up for being unknown once at the end of an outage", async () => {
    await using s = await stage(kind);
    await s.fault({ on: "read", kind: "http", status: 502, times: 24 });
    await s.fault({ on: "read", kind: "http", status: 404 });
    s.worker().start();
    expect(await s.ends(await s.ask("ada", "a boat"))).toMatchObject([{ state: "delivered" }]);
    await s.check();
  });

  it("that failed fails with its own code, whichever it is", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const codes = Object.keys(TASK_ERRORS);
    const jobs = await Promise.all(codes.map((code) => s.ask("ada", `a boat [fail ${code}]`)));
    const rows = await s.ends(...jobs);
    expect(rows.map(({ state, error_code }) => [state, error_code])).toEqual(codes.map((code) => ["failed", code]));
    for (const id of jobs) {
      expect(await s.ledger(id)).toEqual(RELEASED);
      expect(s.announcer.shown(id)).toMatchObject({ state: "failed", charged: undefined });
    }
    await s.check();
  });

  it("that never ends is given up at our own deadline, with the credits back and the operator told", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.ask("ada", "a boat [never ends]");
    await s.reaches(id, "running");
    await s.time.leap(29 * MINUTE);
    await s.until(async () => (await s.row(id)).progress === 99);
    expect(await s.row(id)).toMatchObject({ state: "running" });
    await s.time.leap(2 * MINUTE);
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "generation_timeout" }]);
    expect(await s.ledger(id)).toEqual(RELEASED);
    expect(s.logged(id, ERROR)).toHaveLength(1);
    await s.check();
  });

  it("teaches how long its model takes", async () => {
    await using s = await stage(kind);
    s.worker().start();
    await s.ends(await s.ask("ada", "a boat"), await s.ask("ada", "a kite"));
    await s.ends(await s.ask("ada", "a boat [fail service_error]"));
    const { count, mean } = await readLearned(s.db, "kling-v3-text-to-video");
    expect(count).toBe(2);
    // About as long as the sandbox had said, and what it took to look.
    expect(Math.exp(mean)).toBeGreaterThan(0.5);
    expect(Math.exp(mean)).toBeLessThan(3);
  });
});
