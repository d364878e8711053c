import { describe, expect, it } from "vitest";
import { formatCredits } from "../../src/credits/units.ts";
import { readReport, type UsageReport } from "../../src/usage/report.ts";
import { charge } from "../reconcile/store.ts";
import { STORE_KINDS, testStore } from "../support/stores.ts";

const NOVEMBER = { from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 11, 1) };
const DAY_MS = 86_400_000;

const ADA = { member: "U1", member_name: "Ada" };
const BEN = { member: "U2", member_name: "Ben" };
const TURBO = "kling-v3-turbo-text-to-video";

function day(number: number, hour = 12): number {
  return Date.UTC(2026, 10, number, hour);
}

/** `Ada 40.5 (kling… 27/1, …)`: who, what in all, and what of it for which model in how many jobs. */
function told(report: UsageReport): string[] {
  return report.members.map(({ name, spent, models }) => {
    const on = models.map((one) => `${one.model} ${formatCredits(one.spent)}/${one.jobs}`);
    return `${name} ${formatCredits(spent)}: ${on.join(", ")}`;
  });
}

describe.each(STORE_KINDS)("what was spent, on %s", (kind) => {
  it("is told by member, by model and by day, the most first", async () => {
    await using store = await testStore(kind);
    const { db } = store;
    await charge(db, { ...BEN, at: day(2), paid: [270_000] });
    await charge(db, { ...ADA, at: day(2), paid: [270_000] });
    await charge(db, { ...ADA, at: day(2), paid: [360_000], model: TURBO });
    await charge(db, { ...ADA, at: day(20), paid: [270_000] });
    const report = await readReport(db, "w", NOVEMBER);
    expect(told(report)).toEqual([
      `Ada 90: kling-v3-text-to-video 54/2, ${TURBO} 36/1`,
      "Ben 27: kling-v3-text-to-video 27/1",
    ]);
    expect(report).toMatchObject({ spent: 1_170_000, jobs: 4, refunded: 0, timeZone: "UTC" });
    expect(report.models.map(({ model, jobs }) => [model, jobs])).toEqual([
      ["kling-v3-text-to-video", 3],
      [TURBO, 1],
    ]);
    expect(report.days).toHaveLength(30);
    expect(report.days.filter(({ jobs }) => jobs > 0)).toEqual([
      { day: "2026-11-02", spent: 900_000, jobs: 3 },
      { day: "2026-11-20", spent: 270_000, jobs: 1 },
    ]);
  });

  it("counts a job that was paid from two pots once", async () => {
    await using store = await testStore(kind);
    await charge(store.db, { ...ADA, at: day(2), paid: [100_000, 170_000] });
    const report = await readReport(store.db, "w", NOVEMBER);
    expect(report).toMatchObject({ spent: 270_000, jobs: 1 });
  });

  it("leaves out what was given back, and says how much that was", async () => {
    await using store = await testStore(kind);
    await charge(store.db, { ...ADA, at: day(2), paid: [270_000] });
    await charge(store.db, {
      ...ADA,
      at: day(3),
      paid: [300_000, 60_000],
      state: "failed",
      error_code: "link_expired",
    });
    const report = await readReport(store.db, "w", NOVEMBER);
    expect(report).toMatchObject({ spent: 270_000, jobs: 1, refunded: 360_000 });
  });

  it("is of one workspace and one period alone, its first moment in and its last out", async () => {
    await using store = await testStore(kind);
    const { db } = store;
    await charge(db, { ...ADA, at: NOVEMBER.from - 1, paid: [1] });
    await charge(db, { ...ADA, at: NOVEMBER.from, paid: [10] });
    await charge(db, { ...ADA, at: NOVEMBER.to - 1, paid: [100] });
    await charge(db, { ...ADA, at: NOVEMBER.to, paid: [1_000] });
    await charge(db, { ...ADA, at: day(5), paid: [10_000], workspace: "elsewhere" });
    const report = await readReport(db, "w", NOVEMBER);
    expect(report.spent).toBe(110);
    expect([report.days[0]?.spent, report.days.at(-1)?.spent]).toEqual([10, 100]);
  });

  it("calls members as they were last seen here, also after the period", async () => {
    await using store = await testStore(kind);
    const { db } = store;
    await charge(db, { ...ADA, at: day(2), paid: [270_000] });
    await charge(db, { ...ADA, member_name: "Ada Lovelace", at: NOVEMBER.to + DAY_MS, paid: [270_000] });
    await charge(db, { ...ADA, member_name: "Countess", workspace: "elsewhere", at: NOVEMBER.to + DAY_MS, paid: [1] });
    expect((await readReport(db, "w", NOVEMBER)).members.map(({ name }) => name)).toEqual(["Ada Lovelace"]);
  });

  it("keeps the amounts of jobs that are no longer kept", async () => {
    await using store = await testStore(kind);
    const id = await charge(store.db, { ...ADA, at: day(2), paid: [270_000] });
    await store.db.deleteFrom("generations").where("id", "=", id).execute();
    expect(told(await readReport(store.db, "w", NOVEMBER))).toEqual(["U1 27: unknown 27/1"]);
  });

  it("tells days apart by the workspace's midnight, over a change of clocks", async () => {
    await using store = await testStore(kind);
    const { db } = store;
    // Berlin goes from UTC+2 to UTC+1 on 25 October 2026, a day of 25 hours.
    const from = Date.UTC(2026, 9, 23, 22);
    await charge(db, { ...ADA, at: Date.UTC(2026, 9, 24, 21, 59), paid: [1] });
    await charge(db, { ...ADA, at: Date.UTC(2026, 9, 24, 22), paid: [10] });
    await charge(db, { ...ADA, at: Date.UTC(2026, 9, 25, 22, 59), paid: [100] });
    await charge(db, { ...ADA, at: Date.UTC(2026, 9, 25, 23), paid: [1_000] });
    const report = await readReport(db, "w", { from, to: Date.UTC(2026, 9, 26, 23), timeZone: "Europe/Berlin" });
    expect(report.days.map(({ day: name, spent }) => [name, spent])).toEqual([
      ["2026-10-24", 1],
      ["2026-10-25", 110],
      ["2026-10-26", 1_000],
    ]);
  });

  it("reads more entries than it takes at once, many of them of the same moment", async () => {
    await using store = await testStore(kind);
    const entries = Array.from({ length: 4_500 }, (_, index) => ({
      ...{ id: `l_${String(index).padStart(6, "0")}`, workspace: "w", member: `U${index % 7}`, pot: "grants" },
      ...{ kind: "capture" as const, amount: 1, hold: null, generation: null, note: "" },
      at: day(1 + (index % 3)),
    }));
    for (let start = 0; start < entries.length; start += 500) {
      await store.db
        .insertInto("ledger")
        .values(entries.slice(start, start + 500))
        .execute();
    }
    const report = await readReport(store.db, "w", NOVEMBER);
    expect(report.spent).toBe(4_500);
    expect(report.days.slice(0, 4).map(({ spent }) => spent)).toEqual([1_500, 1_500, 1_500, 0]);
  });

  it("is nothing where nothing was spent, and refuses what is no period", async () => {
    await using store = await testStore(kind);
    const { db } = store;
    expect(await readReport(db, "w", NOVEMBER)).toMatchObject({ spent: 0, jobs: 0, members: [], models: [] });
    for (const wrong of [
      { from: NOVEMBER.to, to: NOVEMBER.from },
      { from: NOVEMBER.from, to: NOVEMBER.from },
      { from: 0, to: NOVEMBER.to },
      { ...NOVEMBER, timeZone: "Atlantis/Center" },
    ]) {
      await expect(readReport(db, "w", wrong)).rejects.toThrow(RangeError);
    }
  });
});
