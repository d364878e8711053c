import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { admit, waitingInOrder } from "../../src/generations/states/slots.ts";
import { AT_GATEWAY } from "../../src/generations/states/states.ts";
import type { GenerationRow } from "../../src/store/tables.ts";
import { STORE_KINDS, type TestStore, testStore } from "../support/stores.ts";
import { insertRow, NOW, readRow } from "./rows.ts";

const HOUR = 3_600_000;

describe.each(STORE_KINDS)("slots at the gateway on %s", (kind) => {
  let store: TestStore;
  beforeAll(async () => {
    store = await testStore(kind);
  });
  afterAll(() => store[Symbol.asyncDispose]());
  beforeEach(() => store.db.deleteFrom("generations").execute());

  /** Jobs that wait, oldest first, one of each member of the list; gives their ids. */
  const wait = async (members: readonly string[], changes: Partial<GenerationRow> = {}): Promise<string[]> => {
    const ids: string[] = [];
    for (const [age, member] of members.entries()) {
      ids.push((await insertRow(store.db, { member, created_at: NOW - 1_000 + age, ...changes })).id);
    }
    return ids;
  };

  const admitted = () =>
    store.db
      .selectFrom("generations")
      .selectAll()
      .where("state", "=", "queued")
      .where("admitted_at", "is not", null)
      .execute();

  const taken = async () => {
    const rows = await store.db.selectFrom("generations").select("id").where("state", "in", AT_GATEWAY).execute();
    return rows.length + (await admitted()).length;
  };

  const move = (ids: readonly string[], state: GenerationRow["state"]) =>
    store.db.updateTable("generations").set({ state }).where("id", "in", ids).execute();

  /** Admits one by one until nobody gets a slot any more, handing each over; gives the members in their order. */
  const admitAll = async (slots: number, now = NOW): Promise<string[]> => {
    const members: string[] = [];
    while ((await admit(store.db, Math.min(slots, (await taken()) + 1), now)) > 0) {
      const rows = await admitted();
      members.push(...rows.map(({ member }) => member));
      await move(
        rows.map(({ id }) => id),
        "running",
      );
    }
    return members;
  };

  it("are never more than there are, however many processes give them out at once", async () => {
    const slots = 4;
    const jobs = await wait(Array.from({ length: 24 }, (_, i) => `m${i % 5}`));
    const got: string[] = [];
    while (got.length < jobs.length) {
      const counts = await Promise.all(Array.from({ length: 6 }, () => admit(store.db, slots, NOW)));
      const now = await admitted();
      expect(await taken()).toBeLessThanOrEqual(slots);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(now.length);
      got.push(...now.map(({ id }) => id));
      await move(
        now.map(({ id }) => id),
        "running",
      );
      if ((await taken()) === slots) await move(got, "delivered");
    }
    expect(got.toSorted()).toEqual(jobs.toSorted());
  });

  it("are all used", async () => {
    await wait(Array.from({ length: 10 }, (_, i) => `m${i}`));
    expect(await admitAll(4)).toHaveLength(4);
    expect(await taken()).toBe(4);
  });

  it("count what may be at the gateway: a job that is being sent, runs, or whose answer was lost", async () => {
    for (const state of AT_GATEWAY) await insertRow(store.db, { state, admitted_at: NOW });
    await wait(["ada", "grace"]);
    expect(await admit(store.db, 3, NOW)).toBe(0);
    expect(await admit(store.db, 2, NOW)).toBe(0);
    await move(
      (await store.db.selectFrom("generations").select("id").where("state", "=", "submitting").execute()).map(
        ({ id }) => id,
      ),
      "running",
    );
    expect(await admitAll(4)).toHaveLength(1);
  });

  it("are not taken by jobs that have ended", async () => {
    for (const state of ["rendered", "delivered", "failed", "canceled", "lost"] as const) {
      await insertRow(store.db, { state, admitted_at: NOW });
    }
    await wait(["ada"]);
    expect(await admit(store.db, 1, NOW)).toBe(1);
  });

  it("make a job due at once, and are given to it once", async () => {
    const [id = ""] = await wait(["ada"], { due_at: NOW + 5_000 });
    expect(await admit(store.db, 9, NOW)).toBe(1);
    expect(await readRow(store.db, id)).toMatchObject({ state: "queued", admitted_at: NOW, due_at: NOW });
    expect(await admit(store.db, 9, NOW + 1)).toBe(0);
    expect(await readRow(store.db, id)).toMatchObject({ admitted_at: NOW });
  });

  it("go to the member who has had least, oldest first", async () => {
    await wait(["ada", "ada", "ada", "ada", "grace", "grace", "alan"]);
    expect(await admitAll(9)).toEqual(["ada", "grace", "alan", "ada", "grace", "ada", "ada"]);
  });

  it("count what a member had in the last hour, done or not, and no longer", async () => {
    await insertRow(store.db, { member: "ada", state: "delivered", admitted_at: NOW - HOUR + 1 });
    await insertRow(store.db, { member: "ada", state: "failed", admitted_at: NOW - 1 });
    await insertRow(store.db, { member: "grace", state: "delivered", admitted_at: NOW - HOUR });
    const ids = await wait(["ada", "grace", "grace"]);
    const [mine, first, second] = ids;
    expect((await waitingInOrder(store.db, NOW)).map(({ id }) => id)).toEqual([first, second, mine]);
    expect((await waitingInOrder(store.db, NOW + HOUR)).map(({ id }) => id)).toEqual(ids);
  });

  it("tell members of different workspaces apart, whatever their ids", async () => {
    await insertRow(store.db, { workspace: "w", member: "1", state: "running", admitted_at: NOW });
    const [mine] = await wait(["1"], { workspace: "w" });
    const [other] = await wait(["1"], { workspace: "w2", created_at: NOW });
    expect((await waitingInOrder(store.db, NOW)).map(({ id }) => id)).toEqual([other, mine]);
  });

  it("pass over a job that is not announced yet, that a worker holds, or that waits for its next try", async () => {
    await wait(["ada"], { message: null });
    await wait(["grace"], { lease_until: NOW + 1 });
    await wait(["alan"], { tries: 1, poll_at: NOW + 1 });
    await wait(["edsger", "barbara"]);
    expect(await admitAll(9)).toEqual(["edsger", "barbara"]);
    expect(await admitAll(9, NOW + 1)).toEqual(["grace", "alan"]);
  });

  it("are not asked for by jobs that were canceled while they waited", async () => {
    const ids = await wait(["ada", "grace"]);
    await move(ids.slice(0, 1), "canceled");
    expect(await admitAll(9)).toEqual(["grace"]);
  });

  it("cost nothing when nobody waits", async () => {
    expect(await admit(store.db, 9, NOW)).toBe(0);
    expect(await waitingInOrder(store.db, NOW)).toEqual([]);
  });

  it.runIf(kind === "sqlite")(
    "looks at no more jobs than were admitted lately, however many there have been",
    async () => {
      const { rows } = await sql<{ detail: string }>`
      explain query plan
      select workspace || ' ' || member as owner, count(*) from generations where admitted_at > ${NOW} group by owner`.execute(
        store.db,
      );
      expect(rows.map(({ detail }) => detail).join()).toMatch(/SEARCH generations USING INDEX generations_admitted/);
    },
  );
});
