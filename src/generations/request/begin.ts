import { newId } from "../../base/ids.ts";
import {
  hold,
  InsufficientCredits,
  type Account as MemberAccount,
  openAccount,
  type Seen,
} from "../../credits/ledger.ts";
import type { Quota } from "../../credits/quota.ts";
import type { Units } from "../../credits/units.ts";
import { judgeInCast } from "../../elements/in-cast.ts";
import type { Model } from "../../models/parts/model.ts";
import { allowanceOf } from "../../policy/allowance.ts";
import { judgeBudget, judgeForgetting, judgeJobs } from "../../policy/judge.ts";
import { lockWorkspace } from "../../policy/lock.ts";
import { isAdmin, type Policy } from "../../policy/policy.ts";
import { readPolicy } from "../../policy/store.ts";
import { hashesIn, useFiles } from "../../store/file-uses.ts";
import type { Tx } from "../../store/tables.ts";
import type { Models } from "../makers/finder.ts";
import { workOf } from "../makers/work.ts";
import type { Account } from "../states/account.ts";
import type { Basics } from "../states/basics.ts";
import { UNFINISHED } from "../states/states.ts";
import { findBySource, type GenerationRequest, NeedsApproval, type Prepared } from "./generation-request.ts";
import { insertJob } from "./insert-job.ts";
import { judgeAccount, judgeByPolicy } from "./judging.ts";
import { judgePost, type RoomLeft } from "./room.ts";
import { cheaperForm } from "./savings.ts";
import { withdrawWaiting } from "./withdraw.ts";

/** What it takes to begin what was prepared. */
export interface Beginning extends Basics, RoomLeft, Account, Models {
  /** What members may do where admins have not said otherwise. */
  quota: Quota;
}

/** A request that is judged under the locks: what the rules are, what its member has, and who must be asked first. */
interface Judged {
  id: string;
  model: Model;
  policy: Policy;
  account: MemberAccount;
  /** Whether it waits for an admin where it costs too much, rather than be refused. */
  mayWait: boolean;
}

/**
 * Holds the credits and writes the row, in one transaction in which the policy is read and judged once more. Gives the
 * row's id. Throws InsufficientCredits, TooManyJobs, PriceTooHigh, BudgetSpent, NeedsApproval, and what `judgeRequest`
 * throws; then nothing was held and no row exists.
 */
export async function begin(beginning: Beginning, asked: GenerationRequest, prepared: Prepared): Promise<string> {
  const { db, clock, quota, log } = beginning;
  const { actor, place, line, approved, also } = asked;
  const model = beginning.model(asked.model);
  await judgePost(beginning, place);
  await judgeAccount(beginning);
  const now = clock.now();
  const owner = { workspace: place.workspace, member: actor.id };
  return db.transaction().execute(async (tx) => {
    // The workspace's lock and then the account's: whoever else asks, or changes the rules, waits until this request is
    // whole, and all take them in this order.
    const latest = await lockWorkspace(tx, place.workspace, now);
    const policy = await readPolicy(tx, quota, place.workspace);
    const allowance = (seen: Seen) => allowanceOf(tx, policy, owner, { roles: actor.roles, seen });
    const account = await openAccount(tx, owner, allowance, latest, actor.roles);
    const twin = await findBySource(tx, asked);
    if (twin !== undefined) return twin;
    const mayWait = approved === undefined && model.makes === "video" && !isAdmin(policy, actor);
    const judged = { id: newId("g", now), model, policy, account, mayWait };
    await judgeAll(tx, asked, prepared, judged);
    await holdPrice(tx, asked, prepared, judged);
    const { input, price } = prepared;
    const { id } = judged;
    await insertJob(tx, asked, { id, model: model.id, input, price, state: "queued", now });
    // Another form of it may still wait for an admin, who would find nothing to decide.
    if (approved === undefined) {
      const source = { platform: place.platform, workspace: place.workspace, source_id: asked.sourceId };
      await withdrawWaiting(tx, source, { generation: id, at: account.at });
    }
    await also?.(tx, id);
    await useFiles(tx, id, "input", hashesIn(JSON.stringify(input)));
    log.info({ generation: id, model: model.id, price, ...owner, line: line.length }, "requested");
    return id;
  });
}

/** The rules as they are now, the cast, and what is counted under the locks. */
async function judgeAll(
  tx: Tx,
  asked: GenerationRequest,
  prepared: Prepared,
  { model, policy, account, mayWait }: Judged,
): Promise<void> {
  const { input, price } = prepared;
  const { owner, at } = account;
  const { workspace } = owner;
  await judgeForgetting(tx, owner);
  judgeByPolicy(policy, model, prepared, asked);
  await judgeInCast(tx, workspace, input);
  if (mayWait && policy.approveAbove !== undefined && price > policy.approveAbove) throw new NeedsApproval("price");
  await judgeJobs(tx, policy, owner, UNFINISHED);
  await judgeBudget(tx, policy, { workspace, price, at });
}

/** Sets the price aside. What an admin approved is made up for, and what one may approve yet is asked about. */
async function holdPrice(
  tx: Tx,
  { approved }: GenerationRequest,
  { input, price }: Prepared,
  { id, model, policy, account, mayWait }: Judged,
): Promise<void> {
  const note = workOf(model, input);
  const cheaper = (available: Units) => cheaperForm(model, input, available);
  try {
    await hold(tx, account, { generation: id, amount: price, note, cheaper, approved }, account.at);
  } catch (error) {
    if (error instanceof InsufficientCredits && mayWait && policy.approveMissing) throw new NeedsApproval("credits");
    throw error;
  }
}
