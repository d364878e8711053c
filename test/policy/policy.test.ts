import { describe, expect, it } from "vitest";
import { InsufficientCredits } from "../../src/credits/ledger.ts";
import { PriceTooHigh, TooManyJobs } from "../../src/credits/quota.ts";
import { BudgetSpent, NotAllowed, NotInThisChannel, Paused } from "../../src/policy/refusals.ts";
import { STORE_KINDS } from "../support/stores.ts";
import { ada, credits, grace, PLACE, root, stage } from "./stage.ts";

const NOON = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;

describe.each(STORE_KINDS)("the policy on %s", (kind) => {
  it("gives by role the most generous, and a member's own over all", async () => {
    await using s = await stage(kind);
    await s.rules({ roles: { artists: { allowance: credits(50) }, staff: { allowance: credits(500) } } });
    expect(await s.left(ada)).toBe(100);
    // Less than everyone has is no loss.
    expect(await s.left(grace)).toBe(100);
    expect(await s.left({ ...grace, roles: ["artists", "staff"] })).toBe(500);
    await s.rules({ members: { grace: { allowance: credits(10) } } });
    expect(await s.left({ ...grace, roles: ["staff"] })).toBe(10);
    await expect(s.begin({ ...grace, roles: ["staff"] })).rejects.toThrow(InsufficientCredits);
  });

  it("renews at the workspace's own midnight, and carries nothing over", async () => {
    await using s = await stage(kind, { start: Date.UTC(2026, 10, 20, 21), allowance: 60, period: "day" });
    await s.rules({ timeZone: "Europe/Berlin" });
    await s.begin(ada);
    expect(await s.left(ada)).toBe(33);
    await s.clock.advance(2 * HOUR - 1);
    expect(await s.left(ada)).toBe(33);
    await s.clock.advance(1);
    expect(await s.left(ada)).toBe(60);
    await s.begin(ada);
    await s.check();
  });

  it("gives a day's allowance once on a day that has 25 hours", async () => {
    // Berlin's 25 October 2026: 22:00 UTC on the 24th to 23:00 UTC on the 25th.
    await using s = await stage(kind, { start: Date.UTC(2026, 9, 24, 22), allowance: 30, period: "day" });
    await s.rules({ timeZone: "Europe/Berlin" });
    await s.begin(ada);
    for (let hour = 0; hour < 24; hour++) {
      await s.clock.advance(HOUR);
      await expect(s.begin(ada)).rejects.toThrow(InsufficientCredits);
    }
    await s.clock.advance(HOUR);
    await s.begin(ada);
    await s.check();
  });

  it("gives no allowance again when the clock goes back over a renewal", async () => {
    let back = 0;
    await using s = await stage(kind, { start: NOON, allowance: 30, period: "day" });
    const now = s.clock.now;
    s.deps.clock = { ...s.clock, now: () => now() - back };
    await s.begin(ada);
    await s.clock.advance(12 * HOUR);
    await s.begin(ada);
    back = 24 * HOUR;
    await expect(s.begin(ada)).rejects.toThrow(InsufficientCredits);
    expect(await s.db.selectFrom("pots").select("pot").execute()).toHaveLength(2);
    back = 0;
    await expect(s.begin(ada)).rejects.toThrow(InsufficientCredits);
    await s.check();
  });

  it("takes what is too much when it gives less, and never what is held", async () => {
    await using s = await stage(kind);
    const staff = { ...ada, roles: ["staff"] };
    await s.rules({ roles: { staff: { allowance: credits(500) } } });
    const job = await s.begin(staff);
    expect(await s.left(staff)).toBe(473);
    // The role is gone while the job runs.
    expect(await s.left(ada)).toBe(73);
    await s.begin(ada);
    await s.rules({ allowance: credits(10) });
    expect(await s.left(ada)).toBe(0);
    await expect(s.begin(ada)).rejects.toThrow(InsufficientCredits);
    await s.end(job, "given back");
    expect(await s.left(ada)).toBe(0);
    await s.rules({ allowance: credits(60) });
    expect(await s.left(ada)).toBe(33);
    await s.begin(ada);
    await s.check();
  });

  it("neither loses nor makes credits when the period changes in the middle of a hold", async () => {
    await using s = await stage(kind, { start: NOON });
    const first = await s.begin(ada);
    const second = await s.begin(ada);
    await s.rules({ period: "day", allowance: credits(60) });
    // What was held today counts as had today.
    expect(await s.left(ada)).toBe(6);
    await expect(s.begin(ada)).rejects.toThrow(InsufficientCredits);
    await s.end(first, "given back");
    expect(await s.left(ada)).toBe(33);
    await s.end(second, "paid");
    const third = await s.begin(ada);
    await s.rules({ period: "month", allowance: credits(100) });
    expect(await s.left(ada)).toBe(46);
    await s.end(third, "paid");
    expect(await s.left(ada)).toBe(46);
    await s.check();
    await s.clock.advance(11 * 24 * HOUR);
    expect(await s.left(ada)).toBe(100);
  });

  it("keeps to the budget, and to the jobs of all", async () => {
    await using s = await stage(kind, { start: NOON });
    await s.rules({ budget: credits(60), workspaceJobs: 2 });
    const first = await s.begin(ada);
    await s.begin(grace);
    await expect(s.begin(root)).rejects.toThrow(TooManyJobs);
    await s.end(first, "paid");
    await expect(s.begin(root)).rejects.toThrow(BudgetSpent);
    await expect(s.begin(root)).rejects.toMatchObject({ left: 60_000, renewsAt: Date.UTC(2026, 11, 1) });
    // Another workspace has its own.
    await s.begin(ada, "elsewhere", { ...PLACE, workspace: "other" });
    await s.clock.advance(11 * 24 * HOUR);
    await s.begin(root);
    await s.check();
  });

  it("counts what was given back as not spent", async () => {
    await using s = await stage(kind);
    await s.rules({ budget: credits(30) });
    const job = await s.begin(ada);
    await expect(s.begin(grace)).rejects.toThrow(BudgetSpent);
    await s.end(job, "given back");
    await s.begin(grace);
  });

  it("lets a budget not be passed by a clock that goes back", async () => {
    let back = 0;
    await using s = await stage(kind, { start: NOON, period: "day" });
    const now = s.clock.now;
    s.deps.clock = { ...s.clock, now: () => now() - back };
    await s.rules({ budget: credits(30) });
    await s.begin(ada);
    back = 20 * HOUR;
    await expect(s.begin(grace)).rejects.toThrow(BudgetSpent);
    back = 0;
    await expect(s.begin(grace)).rejects.toThrow(BudgetSpent);
  });

  it("refuses while paused, in other channels, and what isn't allowed; a role may allow more", async () => {
    await using s = await stage(kind);
    await s.rules({ channels: ["videos"] });
    await expect(s.begin(ada)).rejects.toThrow(NotInThisChannel);
    await s.begin(ada, "there", { ...PLACE, channel: "videos" });
    await s.rules({ channels: ["general"], models: ["motion"] });
    await expect(s.begin(ada)).rejects.toThrow(NotAllowed);
    await s.rules({ roles: { artists: { models: ["kling-3"] } } });
    await s.begin(grace);
    await s.rules({ seconds: 4 });
    await expect(s.begin(grace)).rejects.toMatchObject({ what: "duration", allowed: ["4 s"] });
    await s.rules({ seconds: 5, qualities: ["1080p"] });
    await expect(s.begin(grace)).rejects.toMatchObject({ what: "quality", asked: "720p" });
    await s.rules({ qualities: ["720p"], maxPrice: credits(20) });
    await expect(s.begin(grace)).rejects.toThrow(PriceTooHigh);
    await s.rules({ maxPrice: credits(30), paused: { by: "Root", at: 0 } });
    await expect(s.begin(grace)).rejects.toThrow(Paused);
    await s.check();
  });

  it("takes nothing new while the gateway's account is empty, nor when nobody knows", async () => {
    await using s = await stage(kind);
    s.deps.accountClosed = async () => ({ since: 0, why: "empty" });
    await expect(s.begin(ada)).rejects.toMatchObject({ name: "Paused", by: undefined });
    s.deps.accountClosed = () => Promise.reject(new Error("The store did not answer"));
    await expect(s.begin(ada)).rejects.toThrow("The store did not answer");
    expect(await s.jobs()).toEqual([]);
    s.deps.accountClosed = async () => undefined;
    await s.begin(ada);
  });
});
