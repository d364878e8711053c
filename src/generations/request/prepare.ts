import { UserError } from "../../base/errors.ts";
import type { Aside } from "../../chat/contract/invocation.ts";
import type { Quota } from "../../credits/quota.ts";
import { judgeInCast } from "../../elements/in-cast.ts";
import type { Problem } from "../../models/parts/model.ts";
import { withRules } from "../../policy/complete.ts";
import { judgeForgetting, judgePlace } from "../../policy/judge.ts";
import { readPolicy } from "../../policy/store.ts";
import { storeText } from "../../text/stored.ts";
import { lines } from "../../text/text.ts";
import { type FileReading, withMedia } from "../files/inputs.ts";
import type { Basket } from "../files/intake.ts";
import { judgeAddresses, type Reach } from "../files/reach.ts";
import type { Models } from "../makers/finder.ts";
import type { Account } from "../states/account.ts";
import { userOf } from "../states/whose.ts";
import type { GenerationRequest, Prepared } from "./generation-request.ts";
import { judgeAccount, judgeByPolicy } from "./judging.ts";
import { judgePost, type RoomLeft, whileThereIsRoom } from "./room.ts";

/** What it takes to judge and price a draft. */
export interface Preparing extends FileReading, Reach, RoomLeft, Account, Models {
  /** What members may do where admins have not said otherwise. */
  quota: Quota;
  /** How a member's files are waited for; of the command that asks for them, where commands take turns. */
  aside?: Aside | undefined;
}

/**
 * Reads the media into the basket, completes the draft by the rules, lets the model and the policy judge, and prices. Nothing is held. Throws UserError,
 * PriceTooHigh, and what the policy's judges throw.
 */
export async function prepare(
  preparing: Preparing,
  asked: Pick<GenerationRequest, "model" | "draft" | "actor" | "place">,
  basket: Basket,
): Promise<Prepared> {
  const { db, quota, aside = (wait) => wait() } = preparing;
  const { draft, actor, place } = asked;
  await judgePost(preparing, place);
  await judgeAccount(preparing);
  const policy = await readPolicy(db, quota, place.workspace);
  judgePlace(policy, place.channel);
  await judgeForgetting(db, { workspace: place.workspace, member: actor.id });
  const model = preparing.model(asked.model);
  await judgeInCast(db, place.workspace, draft);
  const reading = { ...preparing, basket, user: userOf(asked) };
  const media = await aside(() =>
    whileThereIsRoom(preparing, () => withMedia(reading, withRules(policy, model, draft))),
  );
  const judged = model.judge(media);
  if ("problems" in judged) throw refusalOf(judged.problems);
  judgeAddresses(preparing, model, judged.input);
  const prepared = { input: judged.input as Record<string, unknown>, price: model.price(judged.input) };
  judgeByPolicy(policy, model, prepared, asked);
  return prepared;
}

/** Each problem once, one a line; about an option where there is only one. */
function refusalOf(problems: readonly Problem[]): UserError {
  const text = lines(...new Map(problems.map((one) => [storeText(one.text), one.text])).values());
  const [option, ...others] = new Set(problems.map((one) => one.option));
  return new UserError(text, option === undefined || others.length > 0 ? {} : { option });
}
