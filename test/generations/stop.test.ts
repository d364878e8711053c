import { describe, expect, it } from "vitest";
import { createDueLoop } from "../../src/generations/run/engine.ts";
import { testClock } from "../support/clock.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { stage } from "./stage.ts";
import { gate } from "./time.ts";

describe.each(STORE_KINDS)("an engine that stops, on %s,", (kind) => {
  it("begins nothing new: what it had just taken is handed back", async () => {
    await using s = await stage(kind);
    const id = await s.ask("ada", "a boat");
    await s.db
      .updateTable("generations")
      .set({ message: `message of ${id}` })
      .where("id", "=", id)
      .execute();
    await s.worker().start().stop();
    expect(s.creates("a boat")).toBe(0);
    expect(await s.row(id)).toMatchObject({ state: "queued", lease_until: 0, tries: 0 });

    s.worker().start();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    await s.check();
  });

  it("waits for a create that is on its way, and keeps its answer", async () => {
    await using s = await stage(kind);
    const held = gate(s.time);
    const createTask: typeof s.evolink.createTask = async (body) => {
      const task = await s.evolink.createTask(body);
      await held.pass();
      return task;
    };
    const first = s.worker({ evolink: { ...s.evolink, createTask } }).start();
    const id = await s.ask("ada", "a boat");
    await s.until(held.reached);
    const stopped = first.stop();
    held.open();
    await stopped;
    expect(await s.row(id)).toMatchObject({ state: "running", lease_until: 0, task: expect.stringMatching(/^task-/) });

    s.worker().start();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    expect(s.creates("a boat")).toBe(1);
    await s.check();
  });

  it("breaks off a read, and hands its job back as it was, due at once", async () => {
    await using s = await stage(kind);
    let reading = false;
    const readTask: typeof s.evolink.readTask = (_id, signal) =>
      new Promise((_, reject) => {
        const go = s.time.hold();
        signal?.addEventListener("abort", () => {
          go();
          reject(signal.reason);
        });
        reading = true;
      });
    const first = s.worker({ evolink: { ...s.evolink, readTask } }).start();
    const id = await s.ask("ada", "a boat");
    await s.until(() => reading);
    expect((await s.row(id)).lease_until).toBeGreaterThan(s.time.now());
    await first.stop();
    expect(await s.row(id)).toMatchObject({ state: "running", lease_until: 0, tries: 0, due_at: s.time.now() });

    s.worker().start();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    await s.check();
  });

  it("at any moment loses nothing: another goes on, and everything is sent once", async () => {
    await using s = await stage(kind, { maxRunning: 2 });
    const jobs: string[] = [];
    for (const member of ["ada", "grace"]) {
      for (const n of [1, 2, 3]) jobs.push(await s.ask(member, `${member} ${n}`));
    }
    for (let turns = 0; turns < 40; turns += 1) {
      const worker = s.worker().start();
      for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
      await worker.stop();
      await s.time.leap(400);
      const leased = await s.db.selectFrom("generations").select("id").where("lease_until", ">", 0).execute();
      expect(leased).toEqual([]);
    }
    s.worker().start();
    for (const row of await s.ends(...jobs)) expect(row).toMatchObject({ state: "delivered" });
    expect(s.gateway.creates).toHaveLength(jobs.length);
    await s.check();
  });

  it("is alive while its loop goes round, and not when the store leaves it hanging", async () => {
    await using s = await stage(kind);
    const clock = testClock();
    const answer = Promise.withResolvers<never>();
    let hangs = false;
    const db = new Proxy(s.db, {
      get: (target, name) => {
        if (name === "selectFrom" && hangs) return () => hanging(answer.promise);
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const engine = createDueLoop({ ...s.deps, clock, db });
    engine.start();
    const round = async () => {
      while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve));
    };
    for (let minutes = 0; minutes < 3; minutes++) {
      await round();
      await clock.advance(1_000);
      expect(engine.alive()).toBe(true);
    }
    await round();
    hangs = true;
    await clock.advance(61_000);
    expect(engine.alive()).toBe(false);
    answer.reject(new Error("the store is gone"));
    await engine.stop();
  });
});

/** A query that is built as any other, and whose answer is this one. */
function hanging(answer: Promise<never>): unknown {
  const query: unknown = new Proxy(() => query, {
    get: (_, name) => (String(name).startsWith("execute") ? () => answer : () => query),
  });
  return query;
}
