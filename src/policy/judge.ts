import { UserError } from "../base/errors.ts";
import { periodAt } from "../credits/period.ts";
import { TooManyJobs } from "../credits/quota.ts";
import { type Units, units } from "../credits/units.ts";
import type { Model } from "../models/parts/model.ts";
import type { Quality } from "../models/parts/prices.ts";
import type { Db, GenerationState, Tx } from "../store/tables.ts";
import { sentences } from "../text/sentences.ts";
import { type Policy, type Rights, rightsOf } from "./policy.ts";
import { BudgetSpent, NotAllowed, NotInThisChannel, Paused } from "./refusals.ts";

const words = sentences("judge", {
  forgetting: "Your data here is being deleted right now. Send this again in a few minutes.",
});

/** What the policy judges of a request before it is priced. */
export interface Asked {
  channel: string;
  member: { id: string; roles: readonly string[] };
  model: Model;
  /** As the model's schema gave it. */
  input: unknown;
}

/** How a member names a model: the family, or the command that has one of its own. */
export function nameOf({ asked }: Pick<Model, "asked">): string {
  return "family" in asked ? asked.family : asked.command;
}

/** Throws Paused or NotInThisChannel. */
export function judgePlace({ paused, channels }: Policy, channel: string): void {
  if (paused) throw new Paused(paused.by);
  if (channels && !channels.includes(channel)) throw new NotInThisChannel(channels.length);
}

/** Whether somebody with these rights may ask for the model at all. */
export function allowsModel({ models }: Pick<Rights, "models">, model: Pick<Model, "asked">): boolean {
  return models === undefined || models.includes(nameOf(model));
}

/** Throws Paused, NotInThisChannel or NotAllowed for what the policy doesn't let this member ask for. */
export function judgeRequest(policy: Policy, { channel, member, model, input }: Asked): void {
  judgePlace(policy, channel);
  const { models, qualities, seconds } = rightsOf(policy, member);
  if (models && !allowsModel({ models }, model)) throw new NotAllowed("model", nameOf(model), models);
  const { quality } = input as { quality?: Quality };
  if (qualities && quality && !qualities.includes(quality)) throw new NotAllowed("quality", quality, qualities);
  const length = model.seconds(input);
  if (seconds !== undefined && length > seconds) throw new NotAllowed("duration", `${length} s`, [`${seconds} s`]);
}

/** Throws UserError while the member's data is being deleted. Under the account's lock nothing of theirs begins then. */
export async function judgeForgetting(
  db: Db,
  { workspace, member }: { workspace: string; member: string },
): Promise<void> {
  const account = await db
    .selectFrom("accounts")
    .select("forgetting_since")
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .executeTakeFirst();
  if (account && account.forgetting_since !== null) {
    throw new UserError(words.forgetting);
  }
}

/**
 * Throws TooManyJobs when the member or the workspace has as many under way as the policy lets them; `unfinished` are
 * the states that count. Under the locks of both.
 */
export async function judgeJobs(
  tx: Tx,
  { maxJobs, workspaceJobs }: Policy,
  owner: { workspace: string; member: string },
  unfinished: readonly GenerationState[],
): Promise<void> {
  const jobs = tx
    .selectFrom("generations")
    .select((eb) => eb.fn.countAll<number>().as("jobs"))
    .where("workspace", "=", owner.workspace)
    .where("state", "in", unfinished);
  const own = Number((await jobs.where("member", "=", owner.member).executeTakeFirstOrThrow()).jobs);
  if (own >= maxJobs) throw new TooManyJobs(own, maxJobs);
  if (workspaceJobs === undefined) return;
  const all = Number((await jobs.executeTakeFirstOrThrow()).jobs);
  if (all >= workspaceJobs) throw new TooManyJobs(all, workspaceJobs, "workspace");
}

/** Throws BudgetSpent when the price is more than is left of the workspace's budget. Under the workspace's lock. */
export async function judgeBudget(
  tx: Tx,
  policy: Policy,
  { workspace, price, at }: { workspace: string; price: Units; at: number },
): Promise<void> {
  const { budget, period, timeZone } = policy;
  if (budget === undefined) return;
  const { startsAt, endsAt } = periodAt(period, at, timeZone);
  const left = units(budget - (await spentSince(tx, workspace, startsAt)));
  if (price > left) throw new BudgetSpent(price, units(Math.max(0, left)), endsAt, timeZone);
}

/**
 * What all members' jobs since then cost, those under way included, in Units. A job that failed after it was charged
 * doesn't count: its price went back, as in the usage report.
 */
export async function spentSince(db: Db, workspace: string, startsAt: number): Promise<Units> {
  const { spent } = await db
    .selectFrom("holds")
    .leftJoin("generations", "generations.id", "holds.generation")
    .select((eb) => eb.fn.sum<number>("holds.amount").as("spent"))
    .where("holds.workspace", "=", workspace)
    .where("holds.created_at", ">=", startsAt)
    .where("holds.state", "in", ["held", "captured"])
    .where((eb) => eb.or([eb("generations.state", "is", null), eb("generations.state", "<>", "failed")]))
    .executeTakeFirstOrThrow();
  return units(Number(spent ?? 0));
}
