import { UserError } from "../../base/errors.ts";
import { newId } from "../../base/ids.ts";
import type { Actor, Place } from "../../chat/contract/invocation.ts";
import { type Cheaper, hold, InsufficientCredits, openAccount, type Seen } from "../../credits/ledger.ts";
import { PriceTooHigh } from "../../credits/quota.ts";
import type { Units } from "../../credits/units.ts";
import { judgeInCast } from "../../elements/in-cast.ts";
import type { Model } from "../../models/parts/model.ts";
import { LEAST_SECONDS } from "../../models/parts/parts.ts";
import { allowanceOf } from "../../policy/allowance.ts";
import { judgeBudget, judgeForgetting, judgeJobs, judgePlace, judgeRequest } from "../../policy/judge.ts";
import { lockWorkspace } from "../../policy/lock.ts";
import { isAdmin, type Policy } from "../../policy/policy.ts";
import { Paused } from "../../policy/refusals.ts";
import { readPolicy } from "../../policy/store.ts";
import { hashesIn, useFiles } from "../../store/file-uses.ts";
import type { Tx } from "../../store/tables.ts";
import type { Deps } from "../deps.ts";
import { UNFINISHED } from "../states/states.ts";
import { type Draft, withMedia } from "./inputs.ts";
import type { Basket } from "./intake.ts";
import { judgeAddresses } from "./reach.ts";
import { judgePost, whileThereIsRoom } from "./room.ts";
import { withdrawWaiting } from "./withdraw.ts";

export interface GenerationRequest {
  model: string;
  draft: Draft;
  actor: Actor;
  place: Place;
  /** The interaction's own id: the same one twice is the same request. */
  sourceId: string;
  /** The line that can be typed to ask for it again, without its files. */
  line: string;
  /** An admin has approved it, as this note says: what the member lacks is added for it. */
  approved?: string | undefined;
  /** Runs in the transaction of the hold and the row: what must be there when they are, and only then. */
  also?: ((tx: Tx, generation: string) => Promise<void>) | undefined;
}

/** What a draft comes to, judged and priced. The input's media are kept, so it can be asked for later as it is. */
export interface Prepared {
  input: Record<string, unknown>;
  price: Units;
}

/** The policy wants an admin to approve it first. Nothing was held. */
export class NeedsApproval extends Error {
  override readonly name = "NeedsApproval";
  /** It is dearer than what needs none, or the member lacks the credits. */
  readonly why: "price" | "credits";

  constructor(why: NeedsApproval["why"]) {
    super(`An admin has to approve it: ${why}`);
    this.why = why;
  }
}

/**
 * Reads the media into the basket, lets the model and the policy judge, and prices. Nothing is held. Throws UserError,
 * CannotPost, PriceTooHigh, and what the policy's judges throw.
 */
export async function prepare(
  deps: Deps,
  { model: id, draft, actor, place }: Pick<GenerationRequest, "model" | "draft" | "actor" | "place">,
  basket: Basket,
): Promise<Prepared> {
  await judgePost(deps, place);
  await judgeAccount(deps);
  const policy = await readPolicy(deps.db, deps.quota, place.workspace);
  judgePlace(policy, place.channel);
  await judgeForgetting(deps.db, { workspace: place.workspace, member: actor.id });
  const model = deps.model(id);
  await judgeInCast(deps.db, place.workspace, draft);
  const asker = { workspace: place.workspace, member: actor.id, admin: actor.admin };
  const { aside = (wait) => wait() } = deps;
  const media = await aside(() => whileThereIsRoom(deps, () => withMedia({ ...deps, basket }, draft, asker)));
  const parsed = model.schema.safeParse(media);
  if (!parsed.success) throw new UserError(sentences(parsed.error.issues.map(({ message }) => message)));
  judgeAddresses(deps, model, parsed.data);
  const prepared = { input: parsed.data as Record<string, unknown>, price: model.price(parsed.data) };
  judge(policy, model, prepared, { actor, place });
  return prepared;
}

/** Prepares what its member is to be asked about first, so that its media stay. Throws what `prepare` throws. */
export async function prepareToAsk(
  deps: Deps,
  asked: Pick<GenerationRequest, "model" | "draft" | "actor" | "place">,
): Promise<Prepared> {
  const basket = deps.intake.open({ workspace: asked.place.workspace, member: asked.actor.id });
  try {
    const prepared = await prepare(deps, asked, basket);
    basket.keep();
    return prepared;
  } finally {
    await basket.settle();
  }
}

/**
 * Prepares and begins. Gives the row's id. Throws what `prepare` and `begin` throw, and then nothing was held and no
 * row exists.
 */
export async function request(deps: Deps, asked: GenerationRequest): Promise<string> {
  const twin = await findBySource(deps, asked);
  if (twin !== undefined) return twin;
  const basket = deps.intake.open({ workspace: asked.place.workspace, member: asked.actor.id });
  try {
    return await begin(deps, asked, await prepare(deps, asked, basket));
  } finally {
    await basket.settle();
  }
}

/**
 * Holds the credits and writes the row, in one transaction in which the policy is read and judged once more. Gives the
 * row's id. Throws InsufficientCredits, TooManyJobs, PriceTooHigh, BudgetSpent, NeedsApproval, and what `judgeRequest`
 * throws; then nothing was held and no row exists.
 */
export async function begin(deps: Deps, asked: GenerationRequest, prepared: Prepared): Promise<string> {
  const { input, price } = prepared;
  const model = deps.model(asked.model);
  await judgePost(deps, asked.place);
  await judgeAccount(deps);
  const now = deps.clock.now();
  const { actor, place, sourceId, line, approved, also } = asked;
  const owner = { workspace: place.workspace, member: actor.id };
  const id = newId("g", now);
  return deps.db.transaction().execute(async (tx) => {
    // The workspace's lock and then the account's: whoever else asks, or changes the rules, waits until this request is
    // whole, and all take them in this order.
    const latest = await lockWorkspace(tx, place.workspace, now);
    const policy = await readPolicy(tx, deps.quota, place.workspace);
    const allowance = (seen: Seen) => allowanceOf(tx, policy, owner, { roles: actor.roles, seen });
    const account = await openAccount(tx, owner, allowance, latest, actor.roles);
    const { at } = account;
    const twin = await findBySource({ db: tx }, asked);
    if (twin !== undefined) return twin;
    await judgeForgetting(tx, owner);
    judge(policy, model, prepared, asked);
    await judgeInCast(tx, place.workspace, input);
    const mayWait = approved === undefined && model.makes === "video" && !isAdmin(policy, actor);
    if (mayWait && policy.approveAbove !== undefined && price > policy.approveAbove) throw new NeedsApproval("price");
    await judgeJobs(tx, policy, owner, UNFINISHED);
    await judgeBudget(tx, policy, { workspace: place.workspace, price, at });
    const note = `${model.label}, ${model.describe(input)}`;
    const cheaper = (available: Units) => cheaperForm(model, input, available);
    try {
      await hold(tx, account, { generation: id, amount: price, note, cheaper, approved }, at);
    } catch (error) {
      if (error instanceof InsufficientCredits && mayWait && policy.approveMissing) throw new NeedsApproval("credits");
      throw error;
    }
    await tx
      .insertInto("generations")
      .values({
        id,
        platform: place.platform,
        ...owner,
        channel: place.channel,
        thread: place.thread ?? null,
        upload_limit: place.uploadLimit ?? null,
        member_name: actor.name,
        source_id: sourceId,
        line,
        model: model.id,
        input: JSON.stringify(input),
        price,
        state: "queued",
        fence: 0,
        lease_until: 0,
        due_at: now,
        tries: 0,
        progress: 0,
        created_at: now,
      })
      .execute();
    // Another form of it may still wait for an admin, who would find nothing to decide.
    if (approved === undefined) {
      const { platform, workspace } = place;
      await withdrawWaiting(tx, { platform, workspace, source_id: sourceId }, { generation: id, at });
    }
    await also?.(tx, id);
    await useFiles(tx, id, "input", hashesIn(JSON.stringify(input)));
    deps.log.info({ generation: id, model: model.id, price, ...owner, line: line.length }, "requested");
    return id;
  });
}

/** A job of an account without credits, or of a key that isn't taken, would only be refused there. */
async function judgeAccount({ accountClosed }: Pick<Deps, "accountClosed">): Promise<void> {
  if (await accountClosed?.()) throw new Paused();
}

/** The job that this interaction has begun already. */
export async function findBySource(
  { db }: Pick<Deps, "db">,
  { place, sourceId }: Pick<GenerationRequest, "place" | "sourceId">,
): Promise<string | undefined> {
  const row = await db
    .selectFrom("generations")
    .select("id")
    .where("platform", "=", place.platform)
    .where("workspace", "=", place.workspace)
    .where("source_id", "=", sourceId)
    .executeTakeFirst();
  return row?.id;
}

/** All of the policy that can be judged without counting. */
function judge(
  policy: Policy,
  model: Model,
  { input, price }: Prepared,
  { actor, place }: Pick<GenerationRequest, "actor" | "place">,
): void {
  judgeRequest(policy, { channel: place.channel, member: actor, model, input });
  const { maxPrice } = policy;
  if (maxPrice === undefined || price <= maxPrice) return;
  throw new PriceTooHigh(price, maxPrice, cheaperForm(model, input, maxPrice));
}

/** What a member can give up for a lower price, the dearest first. */
const SAVINGS = [{ sound: false }, { quality: "720p" }, { duration: LEAST_SECONDS }] as const;

/** The same for at most `limit`, giving up no more than it takes; undefined when nothing helps. */
function cheaperForm(model: Model, input: unknown, limit: Units): Cheaper | undefined {
  let form: Record<string, unknown> = { ...(input as Record<string, unknown>) };
  for (const saving of SAVINGS) {
    const parsed = model.schema.safeParse({ ...form, ...saving });
    if (!parsed.success) continue;
    form = parsed.data as Record<string, unknown>;
    const price = model.price(form);
    if (price <= limit) return { details: model.describe(form), price };
  }
  return undefined;
}

/** Each problem once, one a line. */
function sentences(problems: readonly string[]): string {
  return [...new Set(problems)].join("\n");
}
