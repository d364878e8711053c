import { CompiledQuery } from "kysely";
import { describe, expect, it } from "vitest";
import { units } from "../../src/credits/units.ts";
import { countsOf, MOST_COUNTED, type PageAt, pageOf } from "../../src/generations/show/pages.ts";
import type { Db, GenerationRow } from "../../src/store/tables.ts";
import { type StoreKind, testStore } from "../support/stores.ts";
import { insertRow, NOW, rowOf } from "./rows.ts";
import { stage } from "./stage.ts";

const ADA = { workspace: "w", member: "ada" };

/** By which the counts know the time and the period. */
const PORTS = {
  clock: { now: () => NOW, sleep: async () => undefined },
  quota: {
    ...{ allowance: units(0), period: "month" as const, timeZone: "UTC", maxJobs: 5, workspaceJobs: undefined },
    ...{ maxPrice: undefined, budget: undefined, approveAbove: undefined, askAbove: undefined },
  },
};

/** What has ended at a time. */
const ended = (db: Db, at: number, state: GenerationRow["state"] = "delivered") =>
  insertRow(db, { state, created_at: at, finished_at: at, due_at: null });
const running = (db: Db, at: number) =>
  insertRow(db, { state: "running", created_at: at, task: "t", submitted_at: at, due_at: null });

const page = async (db: Db, at: PageAt = {}) => {
  const found = await pageOf(db, ADA, at);
  if (!found) throw new Error("There is no such page");
  return { ...found, ids: found.jobs.map(({ id }) => id) };
};

/** Ids begin with the time. */
const newestFirst = (ids: readonly string[]) => ids.toSorted((a, b) => (a < b ? 1 : -1));

/** All pages from the first to the last, and back. */
async function leafThrough(db: Db) {
  const pages = [await page(db)];
  for (let { older } = pages[0] ?? {}; older !== undefined; older = pages.at(-1)?.older) {
    pages.push(await page(db, { before: older }));
  }
  const back = pages.slice(-1);
  for (let { newer } = back[0] ?? {}; newer !== undefined; newer = back.at(-1)?.newer) {
    back.push(await page(db, { after: newer }));
  }
  return { pages, back: back.toReversed() };
}

it("a member's list has every job that is under way, however many newer ones have ended", async () => {
  await using s = await stage("sqlite");
  const job = await running(s.db, NOW);
  for (let newer = 1; newer <= 12; newer++) await ended(s.db, NOW + newer, "failed");
  const { jobs, older, newer } = await s.as("ada").jobs();
  expect(jobs).toHaveLength(10);
  expect(jobs[0]?.id).toBe(job.id);
  expect([typeof older, newer]).toEqual(["string", undefined]);
  await expect(s.as("ada").jobs({ before: "g_nobody" })).rejects.toThrow("no such job");
  await expect(s.as("ben").jobs({ after: job.id })).rejects.toThrow("no such job");
});

describe.each<StoreKind>(["sqlite", "postgres"])("the pages of a member's jobs on %s", (kind) => {
  it("have each job once, those under way first, and lead back the same way", async () => {
    await using store = await testStore(kind);
    const { db } = store;
    const over: string[] = [];
    const open: string[] = [];
    // Several of one moment, as a busy store has them.
    for (let n = 0; n < 23; n++) over.push((await ended(db, NOW + Math.floor(n / 4))).id);
    for (let n = 0; n < 14; n++) open.push((await running(db, NOW + Math.floor(n / 3))).id);
    await insertRow(db, { member: "ben" });
    const { pages, back } = await leafThrough(db);
    const all = pages.flatMap(({ ids }) => ids);
    expect(all).toEqual([...newestFirst(open), ...newestFirst(over)]);
    expect(pages.map(({ ids }) => ids.length)).toEqual([10, 10, 10, 7]);
    expect(new Set(back.flatMap(({ ids }) => ids))).toEqual(new Set(all));
    expect(back[0]?.ids).toEqual(pages[0]?.ids);
  });

  it("stay where they were when jobs come and end in between", async () => {
    await using store = await testStore(kind);
    const { db } = store;
    for (let n = 0; n < 30; n++) await ended(db, NOW + n);
    const first = await page(db);
    const second = await page(db, { before: first.older });
    for (let n = 0; n < 5; n++) await ended(db, NOW + 100 + n);
    const job = await running(db, NOW + 200);
    expect((await page(db, { before: first.older })).ids).toEqual(second.ids);
    expect((await page(db)).ids[0]).toBe(job.id);
    // One that was under way on its page, and has ended: what comes after it is the same.
    for (let n = 0; n < 12; n++) await running(db, NOW + 300 + n);
    const { older = "", jobs } = await page(db);
    const next = await page(db, { before: older });
    await db
      .updateTable("generations")
      .set({ state: "failed" })
      .where("id", "=", jobs.at(-1)?.id ?? "")
      .execute();
    expect((await page(db, { before: older })).ids.slice(0, 3)).toEqual(next.ids.slice(0, 3));
  });

  it("say what there is by state, and what was done in the workspace's own period", async () => {
    await using store = await testStore(kind);
    const { db } = store;
    const ports = { ...PORTS, db };
    expect(await countsOf(ports, ADA)).toEqual({ running: 0, waiting: 0, done: 0, more: false, period: "month" });
    await running(db, NOW);
    await insertRow(db, { state: "rendered", due_at: null });
    await insertRow(db);
    await ended(db, NOW, "failed");
    await ended(db, NOW);
    await ended(db, Date.UTC(2026, 9, 31));
    expect(await countsOf(ports, ADA)).toEqual({ running: 2, waiting: 1, done: 1, more: false, period: "month" });
    const week = { ...ports, quota: { ...PORTS.quota, period: "week" as const } };
    expect(await countsOf(week, ADA)).toMatchObject({ done: 1, period: "week" });
  });
});

describe("the list of a member with very many jobs", () => {
  /** How SQLite goes about each statement of some pages and the counts, and how many rows they give in all. */
  async function cost(jobs: number) {
    await using store = await testStore("sqlite");
    const { db } = store;
    const rows = Array.from({ length: jobs }, (_, n) =>
      rowOf({
        state: n % 3 === 0 ? "failed" : "delivered",
        ...{ created_at: NOW - jobs + n, finished_at: NOW, due_at: null },
      }),
    );
    for (let from = 0; from < jobs; from += 500) {
      await db
        .insertInto("generations")
        .values(rows.slice(from, from + 500))
        .execute();
    }
    const [, middleOpen] = [await running(db, NOW - jobs), await running(db, NOW - jobs / 2)];
    const asked: CompiledQuery[] = [];
    let given = 0;
    const counted = db.withPlugin({
      transformQuery: ({ node, queryId }) => {
        asked.push(db.getExecutor().compileQuery(node, queryId));
        return node;
      },
      transformResult: async ({ result }) => {
        given += result.rows.length;
        return result;
      },
    });
    const first = await pageOf(counted, ADA, {});
    await pageOf(counted, ADA, { before: first?.older });
    const middle = rows[Math.floor(jobs / 2)]?.id;
    await pageOf(counted, ADA, { before: middle });
    await pageOf(counted, ADA, { after: middle });
    await pageOf(counted, ADA, { before: `${middleOpen.id}.open` });
    await pageOf(counted, ADA, { after: `${middleOpen.id}.open` });
    const counts = await countsOf({ ...PORTS, db: counted }, ADA);
    expect(counts).toMatchObject({ running: 2, done: MOST_COUNTED, more: true });
    const plans: { of: "under way" | "ended" | "other"; plan: string }[] = [];
    for (const { sql, parameters } of asked) {
      const explained = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
      const { rows } = await db.executeQuery<{ detail: string }>(explained);
      const of = sql.includes('"state" in') ? "under way" : sql.includes('"state" not in') ? "ended" : "other";
      plans.push({ of, plan: rows.map(({ detail }) => detail).join("; ") });
    }
    return { given, plans };
  }

  it("takes the statements and the rows of one with a few, each found by an index and none sorted anew", async () => {
    const [many, few] = [await cost(20_000), await cost(200)];
    expect(many).toEqual(few);
    const plansOf = (what: string) => many.plans.filter(({ of }) => of === what).map(({ plan }) => plan);
    // What is under way is few, and found by its state; it may be sorted. Of what has ended, only jobs of one moment are.
    expect(plansOf("under way").length).toBeGreaterThanOrEqual(2);
    for (const plan of plansOf("under way"))
      expect(plan).toMatch(/generations_of \(workspace=\? AND member=\? AND state=\?/);
    expect(plansOf("ended").length).toBeGreaterThanOrEqual(4);
    for (const plan of plansOf("ended")) {
      expect(plan).toMatch(/generations_member/);
      expect(plan).not.toMatch(/TEMP B-TREE FOR ORDER BY/);
    }
    for (const plan of plansOf("other")) {
      expect(plan).toMatch(
        /sqlite_autoindex|generations_of \(workspace=\? AND member=\? AND state=\? AND created_at>\?\)/,
      );
    }
  });
});
