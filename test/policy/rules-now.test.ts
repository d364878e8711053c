import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { InsufficientCredits } from "../../src/credits/ledger.ts";
import type { Quota } from "../../src/credits/quota.ts";
import { balances } from "../../src/credits/statement.ts";
import { presentAllowance } from "../../src/policy/allowance.ts";
import { lockWorkspace } from "../../src/policy/lock.ts";
import { BudgetSpent } from "../../src/policy/refusals.ts";
import { changeRules } from "../../src/policy/store.ts";
import type { Db } from "../../src/store/tables.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { ada, credits, grace, root, stage } from "./stage.ts";

const LINE = "video a paper boat on a river";
const NOON = Date.UTC(2026, 10, 18, 12);

describe.each(STORE_KINDS)("the rules on %s", (kind) => {
  it("hold for a request that comes while an admin sets them", async () => {
    await using s = await stage(kind);
    let begun = Promise.resolve<unknown>(undefined);
    let ended = false;
    await s.db.transaction().execute(async (tx) => {
      await changeRules(
        tx,
        "w",
        root,
        () => ({ rules: { budget: credits(5) }, what: "set the budget" }),
        s.clock.now(),
      );
      begun = s.begin(ada).then(
        () => "begun",
        (error: unknown) => error,
      );
      void begun.then(() => {
        ended = true;
      });
      // On SQLite it can't even begin to look before this transaction ends.
      if (kind === "postgres") while (!ended && !(await somebodyWaits(s.db))) await new Promise(setImmediate);
    });
    expect(await begun).toBeInstanceOf(BudgetSpent);
    expect(await s.jobs()).toEqual([]);
  });

  it("give no second allowance when the operator sets another default period", async () => {
    await using s = await stage(kind, { start: NOON, allowance: 100 });
    const owner = { workspace: "w", member: "ada" };
    const left = async (defaults: Partial<Quota>) => {
      s.deps.quota = { ...s.deps.quota, ...defaults };
      const allowance = await presentAllowance(s.db, s.deps.quota, owner, s.clock.now());
      return (await balances(s.db, owner, allowance)).available / 10_000;
    };
    await s.begin(ada);
    await s.begin(ada);
    expect(await left({})).toBe(46);
    expect(await left({ period: "week" })).toBe(46);
    await s.begin(ada);
    expect(await left({})).toBe(19);
    expect(await left({ period: "month" })).toBe(19);
    expect(await left({ period: "day", timeZone: "Asia/Tokyo" })).toBe(19);
    await expect(s.begin(ada)).rejects.toThrow(InsufficientCredits);
    await s.check();
    // A new day is a new allowance again.
    await s.clock.advance(24 * 3_600_000);
    expect(await left({})).toBe(100);
  });

  it("let five requests of a member wait, however many come at once", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20) });
    const answers = await Promise.all(Array.from({ length: 15 }, () => s.ask(ada, LINE)));
    expect(answers.filter(({ audience }) => audience === "channel")).toHaveLength(5);
    expect(answers.filter(({ text }) => text?.includes("You already have 5 requests waiting"))).toHaveLength(10);
  });

  it("count nothing of the budget that was given back", async () => {
    await using s = await stage(kind);
    await s.rules({ budget: credits(30) });
    const job = await s.begin(ada);
    await expect(s.begin(grace)).rejects.toThrow(BudgetSpent);
    // Charged, and its video then lost.
    await s.end(job, "paid");
    await s.db.updateTable("generations").set({ state: "failed" }).where("id", "=", job).execute();
    await s.begin(grace);
  });
});

describe.each(STORE_KINDS)("a price that was shown on %s", (kind) => {
  it("is decided once: a cheaper version that begins takes back the one that waits for an admin", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20), askAbove: credits(10) });
    const price = await s.ask(ada, LINE);
    const waiting = (await s.press(ada, price, /^Make it/)) ?? price;
    expect(waiting.audience).toBe("channel");
    expect(await s.press(ada, price, /^3 s/)).toBeUndefined();
    expect(await s.jobs()).toHaveLength(1);
    for (const label of ["Approve", "Decline"]) {
      expect((await s.press(root, waiting, label))?.text).toContain(
        "Ada has started another version of that request, so there's nothing left to decide.",
      );
    }
    expect(await s.services(root).approvals.waiting()).toEqual([]);
  });

  it("leaves nothing to decide where the job had begun before that was so", async () => {
    await using s = await stage(kind);
    await s.rules({ approveAbove: credits(20) });
    const waiting = await s.ask(ada, LINE, { source: "one" });
    await s.rules({ approveAbove: credits(100) });
    const kept = await s.db.selectFrom("approvals").selectAll().executeTakeFirstOrThrow();
    await s.say(ada, LINE, { source: "one" });
    await s.db.updateTable("approvals").set({ state: "waiting", request: kept.request }).execute();
    expect((await s.press(root, waiting, "Approve"))?.text).toContain("Ada has started another version");
    expect(await s.services(root).approvals.waiting()).toEqual([]);
    expect(await s.jobs()).toHaveLength(1);
  });
});

/** Whether some connection of this database waits for another's lock. */
async function somebodyWaits(db: Db): Promise<boolean> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return Number(rows[0]?.waiting) > 0;
}

it("keeps the workspace's time when the clock goes back", async () => {
  await using s = await stage("sqlite");
  const take = (at: number) => s.db.transaction().execute((tx) => lockWorkspace(tx, "w", at));
  expect([await take(10), await take(5), await take(20)]).toEqual([10, 10, 20]);
});
