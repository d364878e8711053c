import fc from "fast-check";
import { expect, test } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import type { Place } from "../../src/chat/contract/invocation.ts";
import { InsufficientCredits } from "../../src/credits/ledger.ts";
import { periodAt } from "../../src/credits/period.ts";
import { TooManyJobs } from "../../src/credits/quota.ts";
import { isFinished } from "../../src/generations/states/states.ts";
import { type Rules, rightsOf } from "../../src/policy/policy.ts";
import { BudgetSpent, Paused, StillWaits } from "../../src/policy/refusals.ts";
import { readPolicy } from "../../src/policy/store.ts";
import { checkLedger } from "../support/ledger.ts";
import { runsOf } from "../support/property.ts";
import type { StoreKind } from "../support/stores.ts";
import { ada, credits, grace, PLACE, root, type Stage, stage } from "./stage.ts";

/** A run on Postgres takes three times as long, and differs in its locks alone. */
const RUNS = { sqlite: 300, postgres: 60 } as const;
const START = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;
const REFUSALS = [InsufficientCredits, TooManyJobs, BudgetSpent, Paused, StillWaits, UserError];

/** What so many jobs of 27 credits cost; no job now and then. */
const few = fc.constantFrom(0, 1, 1, 2, 2, 3, 4).map((jobs) => credits(jobs * 27));
const maybe = <T>(some: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: some });
const rules = fc.record({
  allowance: few,
  period: fc.constantFrom("day" as const, "week" as const, "month" as const),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati"),
  roles: fc.record({ artists: fc.record({ allowance: few }) }),
  members: fc.oneof(fc.constant({}), fc.record({ grace: fc.record({ allowance: few }) })),
  budget: maybe(few),
  maxJobs: fc.integer({ min: 1, max: 4 }),
  workspaceJobs: maybe(fc.integer({ min: 1, max: 5 })),
  approveAbove: maybe(fc.constant(credits(20))),
  approveMissing: fc.constantFrom(true, false, false),
  gifts: fc.constant(true),
});
const who = fc.constantFrom(ada, grace, { ...ada, roles: ["artists"] }, { ...grace, roles: [] });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("ask" as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("end" as const), which: fc.nat(), paid: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("rules" as const), rules }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("decide" as const), yes: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("wait" as const), hours: fc.constantFrom(-30, -1, 5, 13, 24, 200) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("grant" as const), who, amount: few }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("take" as const), who, amount: few }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("give" as const), who, amount: few }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The test for one store: each has a file of its own, so that the two run beside each other. */
export function holdsForAnyHistory(kind: StoreKind): void {
  test(`on ${kind} nobody has more than the policy gives, and no credit appears or is lost`, async () => {
    await using s = await stage(kind, { start: START, maxJobs: 4 });
    let now = START;
    s.deps.clock = { ...s.clock, now: () => now };
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(rules, fc.array(step, { minLength: 4, maxLength: 10 }), async (first, history) => {
        now = START;
        await play(s, { ...PLACE, workspace: `w${runs++}` }, [{ do: "rules", rules: first }, ...history], (ms) => {
          now += ms;
        });
      }),
      runsOf(`policies on ${kind}`, RUNS[kind]),
    );
  });
}

async function play(s: Stage, place: Place, history: readonly Step[], wait: (ms: number) => void): Promise<void> {
  const { workspace } = place;
  let granted = 0;
  for (const one of history) {
    if (one.do === "wait") {
      wait(one.hours * HOUR);
      continue;
    }
    try {
      if (one.do === "rules") await s.rules(one.rules as Partial<Rules>, workspace);
      if (one.do === "ask") {
        const before = await jobsOf(s, workspace);
        await s.services(one.who, place).generations.request("kling-v3-text-to-video", { prompt: "a boat" });
        if ((await jobsOf(s, workspace)).length > before.length) await judge(s, workspace, one.who);
      }
      if (one.do === "end") {
        const open = (await jobsOf(s, workspace)).filter(({ state }) => !isFinished(state));
        const job = open[one.which % Math.max(1, open.length)];
        if (job) await s.end(job.id, one.paid ? "paid" : "given back");
      }
      if (one.do === "decide") {
        const { approvals } = s.services(root, place);
        const [waiting] = await approvals.waiting();
        if (waiting) await (one.yes ? approvals.approve(waiting.id) : approvals.decline(waiting.id));
      }
      if (one.do === "grant" && one.amount > 0) {
        await s.services(root, place).policy.grant(one.who.id, one.amount);
        granted += one.amount;
      }
      if (one.do === "take" && one.amount > 0) {
        granted -= (await s.services(root, place).policy.take(one.who.id, one.amount)).taken;
      }
      if (one.do === "give" && one.amount > 0) {
        await s.services(one.who, place).policy.give(one.who.id === "ada" ? "grace" : "ada", one.amount);
      }
    } catch (error) {
      if (!REFUSALS.some((refusal) => error instanceof refusal)) throw error;
    }
    await total(s, workspace, granted);
  }
  for (const member of ["ada", "grace"]) await checkLedger(s.db, { workspace, member });
}

function jobsOf(s: Stage, workspace: string) {
  return s.db.selectFrom("generations").select(["id", "state", "member"]).where("workspace", "=", workspace).execute();
}

/** What a job that has just begun must not have broken, counted from the holds and entries alone. */
async function judge(s: Stage, workspace: string, by: typeof ada): Promise<void> {
  const policy = await readPolicy(s.db, s.deps.quota, workspace);
  const { touched_at } = await s.db
    .selectFrom("accounts")
    .select("touched_at")
    .where("workspace", "=", workspace)
    .where("member", "=", by.id)
    .executeTakeFirstOrThrow();
  const { startsAt } = periodAt(policy.period, touched_at, policy.timeZone);
  const holds = await s.db
    .selectFrom("holds")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("created_at", ">=", startsAt)
    .where("state", "<>", "released")
    .execute();
  const spent = holds.reduce((sum, { amount }) => sum + amount, 0);
  if (policy.budget !== undefined) expect(spent, "the budget").toBeLessThanOrEqual(policy.budget);
  const own = holds.filter(({ member }) => member === by.id).map(({ id }) => id);
  const entries = await s.db
    .selectFrom("ledger")
    .selectAll()
    .where("hold", "in", own)
    .where("kind", "=", "hold")
    .where("pot", "like", "allowance:%")
    .execute();
  // A job that took nothing of the allowance says nothing of it: the policy may have given more to those before.
  const newest = own.toSorted().at(-1);
  if (entries.some(({ hold }) => hold === newest)) {
    const taken = entries.reduce((sum, { amount }) => sum + amount, 0);
    expect(taken, "the allowance").toBeLessThanOrEqual(rightsOf(policy, by).allowance);
  }
  const open = (await jobsOf(s, workspace)).filter(({ state }) => !isFinished(state));
  expect(open.filter(({ member }) => member === by.id).length).toBeLessThanOrEqual(policy.maxJobs);
  expect(open.length).toBeLessThanOrEqual(policy.workspaceJobs ?? Number.POSITIVE_INFINITY);
}

/** Grants only come from admins, however members hand them on; what an approval added was spent on its job alone. */
async function total(s: Stage, workspace: string, granted: number): Promise<void> {
  const pots = await s.db.selectFrom("pots").selectAll().where("workspace", "=", workspace).execute();
  const grants = pots.filter(({ pot }) => pot === "grants").reduce((sum, pot) => sum + pot.granted, 0);
  expect(grants, "grants").toBe(granted);
  for (const { pot, granted: all, held, spent } of pots) {
    if (pot.startsWith("approval:")) expect(held === all || spent === all || held + spent === 0, pot).toBe(true);
  }
}
