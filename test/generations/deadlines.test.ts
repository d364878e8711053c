import { describe, expect, it } from "vitest";
import type { Clock } from "../../src/base/clock.ts";
import { createDueLoop } from "../../src/generations/run/engine.ts";
import { ALL_STATES, LAST_TRIES, STATES, TELLING_TRIES } from "../../src/generations/states/state-table.ts";
import { testClock } from "../support/clock.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { insertRow } from "./rows.ts";
import { PRICE, type Stage, stage } from "./stage.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FOR_EVER = 1_000_000;

const RELEASED = [
  { kind: "hold", amount: PRICE },
  { kind: "release", amount: PRICE },
];

it("every state says when it ends by itself, and in what", () => {
  expect(Object.fromEntries(ALL_STATES.map((state) => [state, STATES[state].deadline.says]))).toEqual({
    queued: "12 hours after it was asked for; 1 hour while it can't be announced",
    submitting: "the end of its worker's lease, a minute after that was last renewed",
    running: "30 minutes or ten times the estimate, whichever is more, after it was submitted",
    rendered: expect.stringContaining("24 hours after it was made"),
    unknown: expect.stringContaining("30 minutes or ten times the estimate"),
    delivered: expect.stringContaining("a day of them"),
    failed: expect.stringContaining("a day of them"),
    canceled: expect.stringContaining("a day of them"),
    lost: expect.stringContaining("a day of them"),
  });
  for (const state of ALL_STATES) expect(STATES[state].late, state).not.toBe("");
});

describe.each(STORE_KINDS)("on %s a job", (kind) => {
  /** As if its step had failed so often before. */
  const tried = (s: Stage, id: string, tries: number) =>
    s.db.updateTable("generations").set({ tries }).where("id", "=", id).execute();

  it("that can't be announced for an hour ends, with the credits back, and is told at the next command", async () => {
    await using s = await stage(kind);
    s.announcer.fails.post = FOR_EVER;
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.until(async () => (await s.row(id)).tries > 1);
    await tried(s, id, LAST_TRIES);
    await s.time.leap(HOUR / 2);
    await s.until(async () => (await s.row(id)).tries > LAST_TRIES);
    expect(await s.row(id)).toMatchObject({ state: "queued", message: null });
    await s.time.leap(HOUR);
    await s.reaches(id, "failed");
    expect(await s.row(id)).toMatchObject({ error_code: "not_announced" });
    expect(await s.ledger(id)).toEqual(RELEASED);
    await tried(s, id, TELLING_TRIES);
    expect(await s.ends(id)).toMatchObject([{ told: "failed", notice: "owed" }]);
    expect(s.gateway.creates).toEqual([]);
    await s.check();
  });

  it("that waits twelve hours for its turn ends, with the credits back", async () => {
    await using s = await stage(kind, { maxRunning: 1 });
    s.worker().start();
    await s.reaches(await s.ask("grace", "a boat [never ends]"), "running");
    const id = await s.ask("ada", "a kite");
    await s.until(async () => (await s.row(id)).message !== null);
    await s.db
      .updateTable("generations")
      .set({ created_at: s.time.now() - 12 * HOUR - 1, due_at: s.time.now() })
      .where("id", "=", id)
      .execute();
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "waited_too_long" }]);
    expect(await s.ledger(id)).toEqual(RELEASED);
    await s.check();
  });

  it("whose video can't be shown is done all the same after half an hour, and told at the next command", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.reaches(id, "running");
    s.announcer.fails.edit = FOR_EVER;
    await s.until(async () => (await s.row(id)).state === "rendered" && (await s.row(id)).tries > 1);
    await tried(s, id, LAST_TRIES);
    await s.reaches(id, "delivered");
    expect(await s.row(id)).toMatchObject({ told: null, video: expect.any(String) });
    await tried(s, id, TELLING_TRIES);
    expect(await s.ends(id)).toMatchObject([{ told: "delivered", notice: "owed" }]);
    await s.check();
  });

  it("that runs without a task, whatever made it so, ends with the credits back", async () => {
    await using s = await stage(kind);
    s.worker().start();
    const id = await s.ask("ada", "a boat [never ends]");
    await s.reaches(id, "running");
    await s.db.updateTable("generations").set({ task: null, tries: LAST_TRIES }).where("id", "=", id).execute();
    await s.time.leap(40 * MINUTE);
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "generation_timeout" }]);
    expect(await s.ledger(id)).toEqual(RELEASED);
    await s.check();
  });

  it("whose model has left the catalogue fails while it waits, ends as its task does, and can be listed", async () => {
    await using s = await stage(kind);
    const leaves = (id: string) =>
      s.db.updateTable("generations").set({ model: "kling-v1-gone" }).where("id", "=", id).execute();
    const [waits, done] = [await s.ask("ada", "waits"), await s.ask("ada", "runs")];
    await leaves(waits);
    s.worker().start();
    await s.reaches(done, "running");
    await leaves(done);
    expect(await s.ends(waits, done)).toMatchObject([
      { state: "failed", error_code: "model_gone" },
      { state: "delivered" },
    ]);
    expect(await s.ledger(waits)).toEqual(RELEASED);
    expect(s.creates("waits")).toBe(0);
    expect((await s.as("ada").jobs()).jobs).toHaveLength(2);
    await expect(s.as("ada").again(done, {})).rejects.toThrow(/no longer offered/);
    await s.check();
  });
});

it("a step that hangs for an hour is given up, and its job taken up anew", async () => {
  await using s = await stage("sqlite");
  const time = testClock(s.time.now());
  // The loop looks only when it is woken, so that an hour is no more than the renewals of one lease.
  const clock: Clock = {
    now: time.now,
    sleep: async (ms, signal) => {
      if (ms > 1_000) return time.sleep(ms, signal);
      // Woken while it looked.
      if (signal?.aborted) return;
      await new Promise<void>((go) => signal?.addEventListener("abort", () => go()));
    },
  };
  let reads = 0;
  const readTask = (): Promise<never> => {
    reads += 1;
    return new Promise(() => undefined);
  };
  const { id } = await insertRow(s.db, { state: "running", task: "t", submitted_at: time.now(), due_at: time.now() });
  const engine = createDueLoop({ ...s.deps, clock, evolink: { ...s.evolink, readTask } });
  engine.start();
  while (reads === 0) await new Promise((resolve) => setImmediate(resolve));
  const { fence } = await s.row(id);
  for (let minutes = 0; (await s.row(id)).tries === 0; minutes++) {
    expect(minutes).toBeLessThan(70);
    await time.advance(MINUTE);
  }
  expect(await s.row(id)).toMatchObject({ state: "running", lease_until: 0, tries: 1, fence });
  await time.advance(MINUTE);
  engine.wake();
  while (reads === 1) await new Promise((resolve) => setImmediate(resolve));
  expect((await s.row(id)).fence).toBe(fence + 1);
});
