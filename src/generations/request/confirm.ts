import type Keyv from "keyv";
import { z } from "zod";
import { UserError } from "../../base/errors.ts";
import type { Actor, Place } from "../../chat/contract/invocation.ts";
import type { Quota } from "../../credits/quota.ts";
import type { Units } from "../../credits/units.ts";
import { readPolicy } from "../../policy/store.ts";
import type { Db } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import type { Makers, Models } from "../makers/finder.ts";
import { promptOf } from "../show/words.ts";
import { type CheaperChoice, cheaperChoices } from "./cheaper.ts";
import type { Chosen } from "./chosen.ts";
import type { GenerationRequest, Prepared } from "./generation-request.ts";
import { BEGINNING, type CuttingHere, type LongVideo, longVideo, withBeginning } from "./long-video.ts";

const words = sentences("confirm-price", {
  unknown: "That price has expired, or it was shown to somebody else. Send your command again.",
  noChoice: "That choice isn't there any more. Send your command again.",
});

/** A request whose price has been shown and that its member has not said yes to yet. */
const stored = z.object({
  workspace: z.string(),
  channel: z.string(),
  member: z.string(),
  sourceId: z.string(),
  model: z.string(),
  input: z.record(z.string(), z.unknown()),
  line: z.string(),
});

/** How long the buttons of a price work. The files that it was asked with are kept as long. */
const LIVES_MS = 24 * 3_600_000;

/** The price before anything is held, and what would cost less. */
export interface Priced {
  is: "priced";
  /** Confirms it. */
  token: string;
  model: Text;
  details: Text;
  prompt: string;
  price: Units;
  choices: readonly Pick<CheaperChoice, "key" | "label" | "price">[];
  /** The video that made it be asked, whatever it costs. */
  long: LongVideo | undefined;
  /** The line that asks for it, without its files. */
  line: string;
  /** Why this model, where the member would usually have had another. */
  chosen?: Chosen | undefined;
}

/** What it takes to show a price before anything is held, and to hear the answer. */
export interface Confirming extends Models, Makers, CuttingHere {
  db: Db;
  /** What members may do where admins have not said otherwise. */
  quota: Quota;
  /** Requests by token. What is lost there has to be typed again; nothing else is lost with it. */
  drafts: Keyv<unknown>;
  /** A new secret of letters and digits, at most 40. */
  token(): string;
  /** The price above which the member wants to be asked first; undefined where they don't. */
  askAbove(): Promise<Units | undefined>;
  /** The line that asks for the same with the change in it. */
  changeLine(line: string, change: Readonly<Record<string, string>>): string;
}

/** What the price is to be compared with: the lower of the admin's word and the member's own. */
async function asksAbove(confirming: Confirming, workspace: string): Promise<Units | undefined> {
  const { askAbove } = await readPolicy(confirming.db, confirming.quota, workspace);
  const own = await confirming.askAbove();
  if (askAbove === undefined || own === undefined) return askAbove ?? own;
  return own < askAbove ? own : askAbove;
}

/** Whether its member is asked first: what it costs is above that, or it's a video longer than its model's pages speak of. */
export async function isAskedFirst(
  confirming: Confirming,
  { model, place }: Pick<GenerationRequest, "model" | "place">,
  { input, price }: Prepared,
): Promise<boolean> {
  if (longVideo(confirming, confirming.model(model), input)) return true;
  const above = await asksAbove(confirming, place.workspace);
  return above !== undefined && price > above;
}

/** Keeps the request and gives what its card shows. */
export async function askFirst(
  confirming: Confirming,
  asked: Omit<GenerationRequest, "draft">,
  { input, price }: Prepared,
): Promise<Priced> {
  const { actor, place, sourceId, line } = asked;
  const model = confirming.model(asked.model);
  const token = confirming.token();
  const { workspace, channel } = place;
  const draft = { workspace, channel, member: actor.id, sourceId, model: model.id, input, line };
  await confirming.drafts.set(token, draft satisfies z.input<typeof stored>, LIVES_MS);
  const choices = cheaperChoices(confirming, model, input).map((one) => ({
    key: one.key,
    label: one.label,
    price: one.price,
  }));
  const { label } = model;
  return {
    is: "priced",
    token,
    model: label,
    details: model.describe(input),
    prompt: promptOf(input),
    price,
    choices,
    long: longVideo(confirming, model, input),
    line,
  };
}

/**
 * The request that a token was given for, in the form of one of its choices, or as it was. It is the same request as the
 * one that was asked: pressing twice, or another choice too, is one job. Throws UserError when it isn't known any more, or was another's.
 */
export async function confirmed(
  confirming: Confirming,
  asker: { actor: Actor; place: Place },
  token: string,
  choice: string | undefined,
): Promise<Pick<GenerationRequest, "model" | "draft" | "line" | "sourceId">> {
  const { data: kept } = stored.safeParse(token === "" ? undefined : await confirming.drafts.get(token));
  const { actor, place } = asker;
  if (!kept || kept.member !== actor.id || kept.workspace !== place.workspace || kept.channel !== place.channel) {
    throw new UserError(words.unknown);
  }
  const { model, input, line, sourceId } = kept;
  if (choice === undefined) return { model, draft: input, line, sourceId };
  if (choice === BEGINNING) {
    const draft = withBeginning(confirming.model(model), input);
    if (!draft) throw new UserError(words.noChoice);
    return { model, draft, line, sourceId };
  }
  const chosen = cheaperChoices(confirming, confirming.model(model), input).find(({ key }) => key === choice);
  if (!chosen) throw new UserError(words.noChoice);
  return { model: chosen.model, draft: chosen.input, line: confirming.changeLine(line, chosen.change), sourceId };
}
