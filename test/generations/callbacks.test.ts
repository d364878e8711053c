import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { ConnectionLost, GatewayError, UnreadableAnswer } from "../../src/evolink/errors.ts";
import { type Callbacks, createCallbacks } from "../../src/generations/states/callbacks.ts";
import { LAST_TRIES } from "../../src/generations/states/state-table.ts";
import { testClock } from "../support/clock.ts";
import { STORE_KINDS, type StoreKind, testStore } from "../support/stores.ts";
import { insertRow, NOW, readRow } from "./rows.ts";
import { PRICE, stage } from "./stage.ts";
import { gate } from "./time.ts";

const PUBLIC = "https://reelay.example";

const tokenIn = (address: string | undefined) => address?.split("/").at(-1) ?? "";

async function open(kind: StoreKind, settings: { publicUrl?: string | undefined; secret?: string } = {}) {
  const store = await testStore(kind);
  const clock = testClock(NOW);
  const { publicUrl = PUBLIC, secret = "a secret of the tests" } = settings;
  const callbacks = createCallbacks({ db: store.db, clock, log: createLog("silent"), secret, publicUrl });
  return { ...store, clock, callbacks, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

/** A stage whose gateway could call; the calls are the test's to make. */
async function calling(kind: StoreKind) {
  let callbacks: Callbacks | undefined;
  const s = await stage(kind, {
    callbacks: { addressOf: (id) => callbacks?.addressOf(id), work: async () => true },
  });
  callbacks = createCallbacks({
    db: s.db,
    clock: s.time.view(),
    log: createLog("silent"),
    secret: "a secret of the tests",
    publicUrl: PUBLIC,
  });
  return Object.assign(s, { callbacks });
}

describe("a callback's address", () => {
  it("is each job's own, and there only for an address that the gateway takes", async () => {
    await using s = await open("sqlite");
    const { id } = await insertRow(s.db);
    const address = s.callbacks.addressOf(id);
    expect(address).toMatch(/^https:\/\/reelay\.example\/callbacks\/evolink\/g_/);
    expect(address?.length).toBeLessThan(2048);
    expect(s.callbacks.jobOf(tokenIn(address))).toBe(id);
    await using http = await open("sqlite", { publicUrl: "http://reelay.example" });
    expect(http.callbacks.addressOf(id)).toBeUndefined();
  });

  it("is read only as it was made: not altered, another's, longer, or of another secret", async () => {
    await using s = await open("sqlite");
    await using other = await open("sqlite", { secret: "another secret" });
    const [one, two] = [await insertRow(s.db), await insertRow(s.db)];
    const token = tokenIn(s.callbacks.addressOf(one.id));
    const [, mac = ""] = token.split(".");
    const last = mac.at(-1) === "A" ? "B" : "A";
    const forged = [
      `${two.id}.${mac}`,
      token.slice(0, -1),
      `${token}A`,
      token.slice(0, -1) + last,
      `${token}=`,
      one.id,
      "",
      "../healthz",
      tokenIn(other.callbacks.addressOf(one.id)),
    ];
    for (const wrong of forged) expect(s.callbacks.jobOf(wrong), wrong).toBeUndefined();
  });
});

describe.each(STORE_KINDS)("a call of the gateway on %s", (kind) => {
  it("has a running job read at once, and changes nothing of one that has ended", async () => {
    await using s = await open(kind);
    const running = await insertRow(s.db, {
      state: "running",
      task: "t1",
      due_at: NOW + 60_000,
      poll_at: NOW + 60_000,
    });
    const done = await insertRow(s.db, { state: "delivered", task: "t2", due_at: null, finished_at: NOW });
    await s.callbacks.heard(running.id, { task: "t9" });
    await s.callbacks.heard(done.id, { task: "t9" });
    expect(await readRow(s.db, running.id)).toMatchObject({ task: "t1", due_at: NOW, poll_at: 0, called_at: NOW });
    expect(await readRow(s.db, done.id)).toEqual(done);
  });

  it("is believed in while at least half of the last jobs were called for", async () => {
    await using s = await open(kind);
    expect(await s.callbacks.work()).toBe(true);
    for (let i = 0; i < 20; i++) {
      await insertRow(s.db, { state: "delivered", task: `t${i}`, finished_at: NOW + i, called_at: i < 9 ? NOW : null });
    }
    await s.clock.advance(10_000);
    expect(await s.callbacks.work()).toBe(false);
    await insertRow(s.db, { state: "delivered", task: "t20", finished_at: NOW + 20, called_at: NOW });
    await insertRow(s.db, { state: "delivered", task: "t21", finished_at: NOW + 21, called_at: NOW });
    await insertRow(s.db, { state: "delivered", task: "t22", finished_at: NOW + 22, called_at: NOW });
    await insertRow(s.db, { state: "delivered", task: "t23", finished_at: NOW + 23, called_at: NOW });
    await s.clock.advance(10_000);
    expect(await s.callbacks.work()).toBe(false);
    for (let i = 30; i < 40; i++) {
      await insertRow(s.db, { state: "delivered", task: `t${i}`, finished_at: NOW + i, called_at: NOW });
    }
    await s.clock.advance(10_000);
    expect(await s.callbacks.work()).toBe(true);
  });

  it("brings back a job whose create answer was lost", async () => {
    await using s = await calling(kind);
    await s.fault({ on: "create", kind: "lost_answer" });
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.reaches(id, "unknown");
    const [task] = await s.tasks();
    await s.callbacks.heard(id, { task: task?.id });
    s.wake();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", task: task?.id, error_code: null }]);
    expect(await s.accepted()).toBe(1);
    await s.check();
  });

  it("that names a task which the gateway doesn't know is waited past; at the deadline the credits are back", async () => {
    await using s = await calling(kind);
    await s.fault({ on: "create", kind: "lost_answer" });
    s.worker().start();
    const id = await s.ask("ada", "a boat");
    await s.reaches(id, "unknown");
    const { due_at } = await s.row(id);
    expect((due_at ?? 0) - s.time.now()).toBeGreaterThan(20 * 60_000);
    await s.callbacks.heard(id, { task: "task-unified-1-nobodys" });
    s.wake();
    expect(await s.ends(id)).toMatchObject([{ state: "lost", task: null }]);
    expect(await s.ledger(id)).toEqual([
      { kind: "hold", amount: PRICE },
      { kind: "release", amount: PRICE },
    ]);
    await s.check();
  });

  it("that comes while the job is still being sent stands by: a lost answer costs nothing then", async () => {
    await using s = await calling(kind);
    const createTask: typeof s.evolink.createTask = async (body) => {
      const { id: task } = await s.evolink.createTask(body);
      await s.callbacks.heard(id, { task });
      throw new ConnectionLost("the answer was lost");
    };
    const id = await s.ask("ada", "a boat");
    s.worker({ evolink: { ...s.evolink, createTask } }).start();
    const began = s.time.now();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered", task: expect.any(String), error_code: null }]);
    // Long before the wait for a lost answer would have ended.
    expect(s.time.now() - began).toBeLessThan(20 * 60_000);
    expect(await s.accepted()).toBe(1);
    await s.check();
  });

  it("that comes while the job is still being sent stands by: a worker that dies then loses nothing", async () => {
    await using s = await calling(kind);
    const held = gate(s.time);
    const createTask: typeof s.evolink.createTask = async (body) => {
      const task = await s.evolink.createTask(body);
      await s.callbacks.heard(id, { task: task.id });
      await held.pass();
      return task;
    };
    const id = await s.ask("ada", "a boat");
    const dead = s.worker({ evolink: { ...s.evolink, createTask } }).start();
    await s.until(held.reached);
    dead.clock.pause();
    expect(await s.row(id)).toMatchObject({ state: "submitting", task: expect.stringMatching(/^task-/) });
    s.worker().start();
    expect(await s.ends(id)).toMatchObject([{ state: "delivered" }]);
    held.open();
    expect(await s.accepted()).toBe(1);
    await s.check();
  });

  it("for a job that was given up changes nothing but that its task is known", async () => {
    await using s = await open(kind);
    const lost = await insertRow(s.db, { state: "lost", due_at: null, finished_at: NOW });
    await s.callbacks.heard(lost.id, { task: "t1" });
    await s.callbacks.heard(lost.id, { task: "t2" });
    expect(await readRow(s.db, lost.id)).toEqual({ ...lost, task: "t1", called_at: NOW });
  });

  it.each([
    ["400", new GatewayError("GET", { status: 400, code: "invalid_request", detail: "" })],
    ["403", new GatewayError("GET", { status: 403, code: "model_access_denied", detail: "" })],
    ["what can't be read", new UnreadableAnswer("GET")],
  ])("that names a task of which every read gives %s ends at the deadline, with the credits back", async (_, error) => {
    await using s = await calling(kind);
    await s.fault({ on: "create", kind: "lost_answer" });
    s.worker({ evolink: { ...s.evolink, readTask: () => Promise.reject(error) } }).start();
    const id = await s.ask("ada", "a boat");
    await s.reaches(id, "unknown");
    await s.callbacks.heard(id, { task: (await s.tasks())[0]?.id });
    s.wake();
    await s.until(async () => (await s.row(id)).tries > 2);
    expect(await s.row(id)).toMatchObject({ state: "unknown" });
    await s.db.updateTable("generations").set({ tries: LAST_TRIES }).where("id", "=", id).execute();
    await s.time.leap(40 * 60_000);
    expect(await s.ends(id)).toMatchObject([{ state: "lost" }]);
    expect(await s.ledger(id)).toEqual([
      { kind: "hold", amount: PRICE },
      { kind: "release", amount: PRICE },
    ]);
    await s.check();
  });

  it("that comes while the job is being read or shown is not forgotten", async () => {
    await using s = await calling(kind);
    s.worker().start();
    const id = await s.ask("ada", "a boat [never ends]");
    await s.reaches(id, "running");
    s.announcer.onEdit = async () => {
      delete s.announcer.onEdit;
      await s.callbacks.heard(id, {});
    };
    const { reads } = s.gateway;
    await s.until(() => s.gateway.reads > reads);
    expect(s.announcer.onEdit).toBeUndefined();
    expect((await s.row(id)).poll_at).not.toBe(0);
  });
});
