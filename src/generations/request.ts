import { type Actor, type Attachment, isAttachment, type Place } from "../chat/invocation.ts";
import { hold, openAccount } from "../credits/ledger.ts";
import { allowanceAt, PriceTooHigh, TooManyJobs } from "../credits/quota.ts";
import { UserError } from "../errors.ts";
import { newId } from "../ids.ts";
import { TooLarge } from "../media/errors.ts";
import { probe } from "../media/probe.ts";
import type { Media } from "../models/model.ts";
import type { Deps } from "./deps.ts";
import { UNFINISHED } from "./states.ts";

/** A model's input as a command puts it together: attachments in the place of media, nothing judged yet. */
export type Draft = Readonly<Record<string, unknown>>;

export interface GenerationRequest {
  model: string;
  draft: Draft;
  actor: Actor;
  place: Place;
  /** The interaction's own id: the same one twice is the same request. */
  sourceId: string;
  /** The line that can be typed to ask for it again. */
  line: string;
}

/** The largest file that any model takes is a 200 MB video (FACTS); what a picture may have, its model says. */
const LARGEST_FILE_BYTES = 200_000_000;

/**
 * Judges, prices and holds, and writes the row; gives its id. Throws UserError, InsufficientCredits, TooManyJobs or
 * PriceTooHigh, and then nothing was held and no row exists.
 */
export async function request(deps: Omit<Deps, "evolink" | "announcer">, asked: GenerationRequest): Promise<string> {
  const known = await findBySource(deps, asked);
  if (known !== undefined) return known;

  const model = deps.model(asked.model);
  const parsed = model.schema.safeParse(await withMedia(deps, asked.draft));
  if (!parsed.success) throw new UserError(sentences(parsed.error.issues.map(({ message }) => message)));
  const input = parsed.data;
  const price = model.price(input);
  const { quota, clock } = deps;
  if (quota.maxPrice !== undefined && price > quota.maxPrice) throw new PriceTooHigh(price, quota.maxPrice);

  const at = clock.now();
  const { actor, place, sourceId, line } = asked;
  const owner = { workspace: place.workspace, member: actor.id };
  const allowance = allowanceAt(quota, at);
  const id = newId("g", at);
  return deps.db.transaction().execute(async (tx) => {
    // The account's lock comes first: whoever else asks for this member waits here until this request is whole.
    await openAccount(tx, owner, allowance, at);
    const twin = await findBySource({ db: tx }, asked);
    if (twin !== undefined) return twin;
    const { jobs } = await tx
      .selectFrom("generations")
      .select((eb) => eb.fn.countAll<number>().as("jobs"))
      .where("workspace", "=", owner.workspace)
      .where("member", "=", owner.member)
      .where("state", "in", UNFINISHED)
      .executeTakeFirstOrThrow();
    if (Number(jobs) >= quota.maxJobs) throw new TooManyJobs(Number(jobs), quota.maxJobs);
    await hold(
      tx,
      owner,
      { generation: id, amount: price, allowance, note: `${model.label}, ${model.describe(input)}` },
      at,
    );
    await tx
      .insertInto("generations")
      .values({
        id,
        platform: place.platform,
        ...owner,
        channel: place.channel,
        thread: place.thread ?? null,
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
    deps.log.info({ generation: id, model: model.id, price, ...owner, line: line.length }, "requested");
    return id;
  });
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

/** The draft with every attachment read, kept and measured. */
async function withMedia(deps: Pick<Deps, "library">, draft: Draft): Promise<Record<string, unknown>> {
  const measured: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(draft)) {
    if (value === undefined) continue;
    if (isAttachment(value)) measured[name] = await keep(deps, name, value);
    else if (Array.isArray(value) && value.some(isAttachment)) {
      const media: unknown[] = [];
      for (const one of value) media.push(isAttachment(one) ? await keep(deps, name, one) : one);
      measured[name] = media;
    } else measured[name] = value;
  }
  return measured;
}

async function keep({ library }: Pick<Deps, "library">, option: string, file: Attachment): Promise<Media> {
  try {
    const { path } = await library.put(await file.open(), { limitBytes: LARGEST_FILE_BYTES });
    return await probe(path, file.name, option.includes("video") ? "video" : "image");
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    const limit = LARGEST_FILE_BYTES / 1_000_000;
    throw new UserError(`“${file.name}” is over ${limit} MB, the most that any model takes. Send a smaller one.`, {
      option,
    });
  }
}

/** Each problem once, one a line. */
function sentences(problems: readonly string[]): string {
  return [...new Set(problems)].join("\n");
}
