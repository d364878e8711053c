import { describe, expect, it } from "vitest";
import { LEASE_MS, RENEW_EVERY_MS } from "../../src/generations/run/engine.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { PRICE, type Stage, stage, type Worker } from "./stage.ts";
import { gate } from "./time.ts";

/** A client whose creates, or reads, wait at a gate before they are sent. */
function heldAt(s: Stage, call: "createTask" | "readTask") {
  const held = gate(s.time);
  const { createTask, readTask } = s.evolink;
  const evolink: Stage["evolink"] = {
    ...s.evolink,
    ...(call === "createTask"
      ? { createTask: (body) => held.pass().then(() => createTask(body)) }
      : { readTask: (id, signal) => held.pass().then(() => readTask(id, signal)) }),
  };
  return { ...held, evolink };
}

describe.each(STORE_KINDS)("a job of a worker that is gone, on %s,", (kind) => {
  it("is lost when it was being sent, and never sent by another; the worker writes nothing when it wakes", async () => {
    await using s = await stage(kind);
    const held = heldAt(s, "createTask");
    const slow = s.worker({ evolink: held.evolink }).start();
    const id = await s.ask("ada", "a boat");
    await s.until(held.reached);
    slow.clock.pause();
    expect(await s.row(id)).toMatchObject({ state: "submitting" });

    s.worker().start();
    const taken = s.time.now();
    const [lost] = await s.ends(id);
    expect(s.time.now() - taken).toBeGreaterThanOrEqual(LEASE_MS - 1_000);
    expect(lost).toMatchObject({ state: "lost", error_code: "answer_lost" });
    expect(s.creates("a boat")).toBe(0);

    slow.clock.resume();
    held.open();
    // Nobody waits for it any more; the operator learns which task it was.
    await s.until(async () => (await s.row(id)).task !== null);
    await s.ends(id);
    const [task] = await s.tasks();
    expect(await s.row(id)).toMatchObject({ state: "lost", task: task?.id, lease_until: 0 });
    expect(s.announcer.shown(id)).toMatchObject({ state: "lost" });
    expect(s.creates("a boat")).toBe(1);
    expect(await s.ledger(id)).toEqual([
      { kind: "hold", amount: PRICE },
      { kind: "release", amount: PRICE },
    ]);
    await s.check();
  });

  it("is not taken from itself by a worker whose clock leaps before it has renewed its lease", async () => {
    await using s = await stage(kind);
    const held = heldAt(s, "createTask");
    const worker: Worker = s.worker({
      evolink: held.evolink,
      clock: {
        now: () => s.time.now(),
        sleep: (ms, signal) => worker.clock.sleep(ms === RENEW_EVERY_MS ? 100 * LEASE_MS : ms, signal),
      },
    });
    worker.start();
    const id = await s.ask("ada", "a boat");
    await s.until(held.reached);
    await s.time.leap(10 * LEASE_MS);
    await s.quiet();
    held.open();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(s.creates("a boat")).toBe(1);
    await s.check();
  });

  it("goes on with another when the lease has ended, and what the first then shows is put right", async () => {
    await using s = await stage(kind);
    const held = heldAt(s, "readTask");
    const first = s.worker({ evolink: held.evolink }).start();
    const id = await s.ask("ada", "a boat [never ends]");
    await s.until(held.reached);
    first.clock.pause();

    s.worker({ evolink: { ...s.evolink, readTask: (task) => Promise.resolve(failed(task)) } }).start();
    expect(await s.ends(id)).toMatchObject([{ state: "failed", error_code: "service_error" }]);

    first.clock.resume();
    held.open();
    await s.quiet();
    await s.ends(id);
    expect(await s.row(id)).toMatchObject({ state: "failed", due_at: null });
    expect(s.announcer.shown(id)).toMatchObject({ state: "failed" });
    await s.check();
  });

  it("stays with a worker that is only slow, for its lease is renewed", async () => {
    await using s = await stage(kind);
    const held = heldAt(s, "readTask");
    s.worker({ evolink: held.evolink }).start();
    const id = await s.ask("ada", "a boat");
    await s.until(held.reached);
    const { fence } = await s.row(id);
    s.worker().start();
    const end = s.time.now() + 5 * LEASE_MS;
    await s.until(() => s.time.now() >= end);
    expect(await s.row(id)).toMatchObject({ state: "running", fence });
    expect(s.gateway.reads).toBe(0);
    held.open();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    await s.check();
  });

  it("is free at once after a start that knows it is alone", async () => {
    await using s = await stage(kind);
    const held = heldAt(s, "readTask");
    const killed = s.worker({ evolink: held.evolink }).start();
    const id = await s.ask("ada", "a boat");
    await s.until(held.reached);
    killed.clock.pause();
    expect((await s.row(id)).lease_until).toBeGreaterThan(s.time.now());

    await s.recover();
    expect(await s.row(id)).toMatchObject({ state: "running", lease_until: 0 });
    s.worker().start();
    const before = s.time.now();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(s.time.now() - before).toBeLessThan(LEASE_MS);
    held.open();
    await s.check();
  });

  it("is done by one alone, however many engines look", async () => {
    await using s = await stage(kind);
    for (let i = 0; i < 3; i++) s.worker().start();
    const jobs: string[] = [];
    for (const member of ["ada", "grace", "alan"]) {
      for (const n of [1, 2]) jobs.push(await s.ask(member, `${member} ${n}`));
    }
    for (const row of await s.ends(...jobs)) expect(row).toMatchObject({ state: "delivered" });
    expect(await s.accepted()).toBe(jobs.length);
    expect(s.gateway.creates).toHaveLength(jobs.length);
    await s.check();
  });
});

function failed(id: string) {
  const error = { code: "service_error", message: "" };
  return { id, status: "failed" as const, progress: 100, results: [], error };
}
