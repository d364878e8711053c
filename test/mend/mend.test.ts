import { rm } from "node:fs/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { commands } from "../../commands/index.ts";
import { finderOf } from "../../src/app/finder.ts";
import { createLog } from "../../src/base/log.ts";
import type { EndingLate } from "../../src/generations/run/late.ts";
import { findFaults } from "../../src/mend/faults.ts";
import { mend } from "../../src/mend/mending.ts";
import { runMend } from "../../src/mend.ts";
import { ada, grace, type Stage, stage } from "../policy/stage.ts";
import { STORE_KINDS, testStore } from "../support/stores.ts";

const DAY = 24 * 3_600_000;
const log = createLog("silent");

const depsOf = ({ db, clock }: Stage): EndingLate => ({
  ...{ db, clock, log, ...finderOf(commands), onElement: async () => undefined },
  callbacks: { addressOf: () => undefined },
});

/** A store with one of each fault, and a job that is well. */
async function broken(s: Stage): Promise<void> {
  const change = (id: string, to: object) => s.db.updateTable("generations").set(to).where("id", "=", id).execute();
  const announced = { message: "m" };
  const old = s.clock.now() - 3 * DAY;
  await change(await s.begin(ada), { ...announced, created_at: old });
  await change(await s.begin(ada), { ...announced, state: "running", task: "t", submitted_at: old, created_at: old });
  await change(await s.begin(ada), { ...announced, state: "unknown", admitted_at: old, created_at: old });
  await change(await s.begin(ada), { ...announced, state: "failed", finished_at: old, due_at: null });
  await change(await s.begin(ada), announced);
  await s.begin(grace);
  await s.db
    .updateTable("accounts")
    .set({ touched_at: s.clock.now() + 365 * DAY })
    .where("member", "=", "grace")
    .execute();
  await s.db
    .updateTable("locks")
    .set({ touched_at: s.clock.now() + 365 * DAY })
    .where("name", "=", "workspace w")
    .execute();
}

describe.each(STORE_KINDS)("mending the store on %s", (kind) => {
  it("ends what is late, gives back what is held for nothing, and sets times back that have not come", async () => {
    await using s = await stage(kind, { start: Date.UTC(2026, 10, 18, 12), allowance: 300 });
    await broken(s);
    const deps = depsOf(s);
    const faults = await findFaults(deps);
    expect(faults.map(({ is }) => is)).toEqual([
      ...["late job", "late job", "late job"],
      ...["held for nothing", "account ahead", "workspace ahead"],
    ]);
    expect(await s.left(grace)).toBe(300);
    for (const fault of faults) expect(await mend(deps, fault)).toBe(true);
    expect(await findFaults(deps)).toEqual([]);
    for (const fault of faults) expect(await mend(deps, fault)).toBe(false);
    expect((await s.jobs()).map(({ state }) => state)).toEqual([
      "failed",
      "failed",
      "lost",
      "failed",
      "queued",
      "queued",
    ]);
    await s.check();
    // One of ada's five is still held; grace has what is left of this month, and not of next year's.
    expect([await s.left(ada), await s.left(grace)]).toEqual([273, 273]);
    const reasons = await s.db.selectFrom("ledger").select("note").where("note", "like", "mended%").execute();
    expect(reasons.map(({ note }) => note)).toEqual([
      "mended: its job was failed",
      "mended: the account had seen 2027-11-18, which has not come",
    ]);
    expect(await s.db.selectFrom("audit").select(["actor", "what"]).execute()).toEqual([
      { actor: "operator", what: "set the workspace's time back from 2027-11-18" },
    ]);
  });

  it("leaves a job alone that a worker holds", async () => {
    await using s = await stage(kind, { allowance: 300 });
    await broken(s);
    const deps = depsOf(s);
    const [late] = await findFaults(deps);
    await s.db
      .updateTable("generations")
      .set({ fence: 1, lease_until: s.clock.now() + 1 })
      .execute();
    expect(late && (await mend(deps, late))).toBe(false);
    expect(await findFaults(deps)).toMatchObject([{ is: "held for nothing" }, {}, {}]);
  });

  it("changes nothing without a yes, and says what there is", async () => {
    const s = await stage(kind, { allowance: 300 });
    onTestFinished(() => (kind === "postgres" ? s.store.close() : rm(s.store.dataDir, { recursive: true })));
    await broken(s);
    const config = { DATA_DIR: s.store.dataDir, DATABASE_URL: s.store.databaseUrl };
    // A folder belongs to one process at a time.
    if (kind === "sqlite") {
      await expect(runMend({ config, print: () => undefined, confirm: undefined, log })).rejects.toThrow();
      await s.store.close();
    }
    const lines: string[] = [];
    const run = (confirm?: () => Promise<boolean>) =>
      runMend({ config, print: (line) => lines.push(line), confirm, clock: s.clock, log });
    expect(await run()).toBe(1);
    expect(lines).toHaveLength(7);
    expect(lines[0]).toMatch(
      /^g_\w+: queued, should have ended by \d{4}-\d\d-\d\d \d\d:\d\d UTC; holds 27 credits\. It ends now\.$/,
    );
    expect(lines[3]).toMatch(/^g_\w+: 27 credits held, and the job is failed\. They go back\.$/);
    expect(lines.at(-1)).toBe("6 things to mend. Run it in a terminal, or with --yes, to mend them.");
    expect(await run(async () => false)).toBe(1);
    expect(await run(async () => true)).toBe(0);
    expect(lines.at(-1)).toBe("Mended 6 of 6. The ledger or the audit says why for each.");
    expect(await run()).toBe(0);
    expect(lines.at(-1)).toBe("Nothing to mend.");
  });
});

it("has nothing to do where there is no store", async () => {
  await using store = await testStore("sqlite");
  const lines: string[] = [];
  const config = { DATA_DIR: `${store.dataDir}/none`, DATABASE_URL: undefined };
  expect(await runMend({ config, print: (line) => lines.push(line), confirm: undefined, log })).toBe(0);
  expect(lines).toEqual(["There is no store here yet, so nothing to mend."]);
});
