import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  AT_GATEWAY,
  advance,
  FenceLost,
  handBack,
  isFinished,
  NEXT,
  UNFINISHED,
} from "../../src/generations/states/states.ts";
import type { GenerationRow, GenerationState } from "../../src/store/tables.ts";
import { STORE_KINDS, type TestStore, testStore } from "../support/stores.ts";
import { insertRow, NOW, readRow } from "./rows.ts";

const STATES = Object.keys(NEXT) as GenerationState[];
const LEASE = NOW + 60_000;

describe("the states", () => {
  it("end in four, which nothing follows", () => {
    expect(STATES.filter(isFinished).toSorted()).toEqual(["canceled", "delivered", "failed", "lost"]);
  });

  it("that cost a slot, a hold or a step are all the others", () => {
    expect([...UNFINISHED].toSorted()).toEqual(STATES.filter((state) => !isFinished(state)).toSorted());
    expect(UNFINISHED).toEqual(expect.arrayContaining([...AT_GATEWAY]));
  });

  it("all come from queued, and each can come to an end", () => {
    const reach = (from: GenerationState, seen = new Set<GenerationState>()): Set<GenerationState> => {
      if (!seen.has(from)) {
        seen.add(from);
        for (const next of NEXT[from]) reach(next, seen);
      }
      return seen;
    };
    expect([...reach("queued")].toSorted()).toEqual(STATES.toSorted());
    for (const state of STATES) expect([...reach(state)].some(isFinished), state).toBe(true);
  });

  it("never lead back to a second create: after running and unknown there is no queued or submitting", () => {
    for (const state of ["running", "unknown", "rendered"] as const) {
      expect(NEXT[state]).not.toContain("queued");
      expect(NEXT[state]).not.toContain("submitting");
    }
    expect(NEXT.unknown).toEqual(["running", "lost"]);
  });
});

describe.each(STORE_KINDS)("a write on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind);
  });
  afterAll(() => store[Symbol.asyncDispose]());

  /** A row as the worker holds it that claimed it. */
  const held = (state: GenerationState, changes: Partial<GenerationRow> = {}) =>
    insertRow(store.db, { state, fence: 3, lease_until: LEASE, ...changes });

  const takeOver = (row: GenerationRow) =>
    store.db
      .updateTable("generations")
      .set({ fence: row.fence + 1, lease_until: LEASE + 1 })
      .where("id", "=", row.id)
      .execute();

  it.each(STATES.flatMap((from) => STATES.map((to) => ({ from, to }))))(
    "from $from to $to is done where it may be, else refused and nothing written",
    async ({ from, to }) => {
      const row = await held(from);
      const may = from === to || (NEXT[from] as readonly GenerationState[]).includes(to);
      const written = advance(store.db, row, { state: to, tries: 7 });
      if (may) expect(await written).toEqual({ ...row, state: to, tries: 7 });
      else await expect(written).rejects.toThrow(RangeError);
      expect(await readRow(store.db, row.id)).toEqual(may ? await written : row);
    },
  );

  it("keeps fence and lease, so that the next write of the same worker goes through", async () => {
    const row = await held("queued");
    const submitting = await advance(store.db, row, { state: "submitting" });
    expect(submitting).toMatchObject({ fence: 3, lease_until: LEASE });
    expect(await advance(store.db, submitting, { state: "running", task: "task-unified-1" })).toMatchObject({
      state: "running",
      task: "task-unified-1",
    });
  });

  it("is void once another worker has taken the row over", async () => {
    const row = await held("running");
    await takeOver(row);
    await expect(advance(store.db, row, { progress: 50 })).rejects.toThrow(FenceLost);
    await expect(handBack(store.db, row, { state: "rendered" })).rejects.toThrow(FenceLost);
    expect(await readRow(store.db, row.id)).toEqual({ ...row, fence: 4, lease_until: LEASE + 1 });
  });

  it("is void when the same worker's older view of the row says another state", async () => {
    const row = await held("queued");
    await advance(store.db, row, { state: "submitting" });
    await expect(advance(store.db, row, { state: "canceled" })).rejects.toThrow(FenceLost);
    expect((await readRow(store.db, row.id)).state).toBe("submitting");
  });

  it("is void for a row that is gone", async () => {
    const row = await held("running");
    await store.db.deleteFrom("generations").where("id", "=", row.id).execute();
    await expect(advance(store.db, row, { progress: 50 })).rejects.toThrow(FenceLost);
  });

  it("touches no other row", async () => {
    const [row, other] = [await held("running"), await held("running")];
    await handBack(store.db, row, { state: "rendered" });
    expect(await readRow(store.db, other.id)).toEqual(other);
  });

  it("that hands back frees the lease, with the change", async () => {
    const row = await held("running");
    const freed = await handBack(store.db, row, { progress: 40, due_at: NOW + 5_000 });
    expect(freed).toEqual({ ...row, progress: 40, due_at: NOW + 5_000, lease_until: 0 });
    expect(await readRow(store.db, row.id)).toEqual(freed);
  });

  it("of eight workers with the same view is one's alone, and so is what goes with it in the transaction", async () => {
    const row = await held("queued");
    const cancel = (worker: number) =>
      store.db.transaction().execute(async (tx) => {
        const trace = { key: `${row.id} ended by ${worker}`, value: "", expires_at: null };
        await tx.insertInto("kv").values(trace).execute();
        await handBack(tx, row, { state: "canceled" });
      });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, worker) => cancel(worker)));
    const lost = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
    expect(lost).toHaveLength(7);
    for (const reason of lost) expect(reason).toBeInstanceOf(FenceLost);
    const traces = await store.db.selectFrom("kv").select("key").where("key", "like", `${row.id} %`).execute();
    expect(traces).toHaveLength(1);
  });
});
