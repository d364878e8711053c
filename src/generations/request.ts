import { type Actor, CannotPost, type Place } from "../chat/invocation.ts";
import { type Cheaper, hold, openAccount } from "../credits/ledger.ts";
import { allowanceAt, PriceTooHigh, TooManyJobs } from "../credits/quota.ts";
import type { Units } from "../credits/units.ts";
import { UserError } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Media, Model } from "../models/model.ts";
import { LEAST_SECONDS } from "../models/parts.ts";
import type { Tx } from "../store/tables.ts";
import type { Deps } from "./deps.ts";
import { type Draft, withMedia } from "./inputs.ts";
import { UNFINISHED } from "./states.ts";

export interface GenerationRequest {
  model: string;
  draft: Draft;
  actor: Actor;
  place: Place;
  /** The interaction's own id: the same one twice is the same request. */
  sourceId: string;
  /** The line that can be typed to ask for it again, without its files. */
  line: string;
  /** Runs in the transaction of the hold and the row: what must be there when they are, and only then. */
  also?: ((tx: Tx, generation: string) => Promise<void>) | undefined;
}

/** What a draft comes to, judged and priced. The input's media are kept, so it can be asked for later as it is. */
export interface Prepared {
  input: Record<string, unknown>;
  price: Units;
}

/** Reads and keeps the media, lets the model judge, and prices. Nothing is held. Throws UserError, CannotPost or PriceTooHigh. */
export async function prepare(
  deps: Deps,
  { model: id, draft, actor, place }: Pick<GenerationRequest, "model" | "draft" | "actor" | "place">,
): Promise<Prepared> {
  if (place.blocked) throw new CannotPost(place.blocked);
  const model = deps.model(id);
  const asker = { workspace: place.workspace, member: actor.id, admin: actor.admin };
  const parsed = model.schema.safeParse(await withMedia(deps, draft, asker));
  if (!parsed.success) throw new UserError(sentences(parsed.error.issues.map(({ message }) => message)));
  judgeAddresses(deps, model, parsed.data);
  const price = model.price(parsed.data);
  const { maxPrice } = deps.quota;
  if (maxPrice !== undefined && price > maxPrice) {
    throw new PriceTooHigh(price, maxPrice, cheaperForm(model, parsed.data, maxPrice));
  }
  return { input: parsed.data as Record<string, unknown>, price };
}

/**
 * Prepares, holds the credits and writes the row, the last two in one transaction; gives the row's id. Throws
 * UserError, CannotPost, InsufficientCredits, TooManyJobs or PriceTooHigh, and then nothing was held and no row exists.
 */
export async function request(deps: Deps, asked: GenerationRequest): Promise<string> {
  const known = await findBySource(deps, asked);
  if (known !== undefined) return known;

  const { input, price } = await prepare(deps, asked);
  const model = deps.model(asked.model);
  const at = deps.clock.now();
  const { actor, place, sourceId, line, also } = asked;
  const owner = { workspace: place.workspace, member: actor.id };
  const id = newId("g", at);
  return deps.db.transaction().execute(async (tx) => {
    // The account's lock comes first: whoever else asks for this member waits here until this request is whole.
    const account = await openAccount(tx, owner, allowanceAt(deps.quota, at), at);
    const twin = await findBySource({ db: tx }, asked);
    if (twin !== undefined) return twin;
    await judgeJobs(tx, owner, deps.quota.maxJobs);
    const note = `${model.label}, ${model.describe(input)}`;
    const cheaper = (available: Units) => cheaperForm(model, input, available);
    await hold(tx, account, { generation: id, amount: price, note, cheaper }, at);
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
        due_at: at,
        tries: 0,
        progress: 0,
        created_at: at,
      })
      .execute();
    await also?.(tx, id);
    deps.log.info({ generation: id, model: model.id, price, ...owner, line: line.length }, "requested");
    return id;
  });
}

/** Where the gateway can read a video: Reelay's own public address, else the one it came from. */
export function videoAddress(deps: Pick<Deps, "serve">, media: Media): string | undefined {
  return deps.serve(media) ?? media.publicUrl;
}

/** The gateway's file service takes pictures only, so a video needs an address that the gateway can reach. */
function judgeAddresses(deps: Deps, model: Model, input: unknown): void {
  const lost = model.media(input).find((media) => media.kind === "video" && videoAddress(deps, media) === undefined);
  if (!lost) return;
  const sentence = `“${lost.name}” can't reach the model from here: whoever runs Reelay has to set PUBLIC_URL first. A link to a video that is public works already, as video:https://…`;
  throw new UserError(sentence, { option: "video" });
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

async function judgeJobs(tx: Tx, owner: { workspace: string; member: string }, limit: number): Promise<void> {
  const { jobs } = await tx
    .selectFrom("generations")
    .select((eb) => eb.fn.countAll<number>().as("jobs"))
    .where("workspace", "=", owner.workspace)
    .where("member", "=", owner.member)
    .where("state", "in", UNFINISHED)
    .executeTakeFirstOrThrow();
  if (Number(jobs) >= limit) throw new TooManyJobs(Number(jobs), limit);
}

async function findBySource(
  { db }: Pick<Deps, "db">,
  { place, sourceId }: GenerationRequest,
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

/** Each problem once, one a line. */
function sentences(problems: readonly string[]): string {
  return [...new Set(problems)].join("\n");
}
