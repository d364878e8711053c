import { UserError } from "../../src/base/errors.ts";
import { askedCard } from "../../src/chat/cards/asked.ts";
import { attachment, choice, flag, seconds, text } from "../../src/chat/command/options.ts";
import type { Services } from "../../src/chat/command/services.ts";
import type { Card } from "../../src/chat/contract/card.ts";
import {
  type FamilyName,
  familiesWith,
  familyAliases,
  familyLengths,
  familyNames,
  hintOfPicture,
  lackingForm,
  modelIdOf,
  usualFamily,
} from "../../src/models/families.ts";
import type { Draft } from "../../src/models/parts/draft.ts";
import type { Form, Lengths } from "../../src/models/parts/model.ts";
import { ASPECTS, LONGEST_PROMPT, QUALITIES, USUAL_SECONDS } from "../../src/models/parts/parts.ts";
import { PICTURE_HINT } from "../../src/models/parts/pictures.ts";
import { familyFor } from "../../src/preferences/apply.ts";
import { sentences } from "../../src/text/sentences.ts";
import type { Text } from "../../src/text/text.ts";

const words = sentences("command.options", {
  prompt: "What the video shows, up to {most, number} characters",
  negative: "What to keep out of the video ({models})",
  model: "Which model makes it",
  quality: "Picture quality",
  aspect: "Shape of the video",
  sound: "Add sound ({models})",
  keepSound: "Keep the sound of the video; yes by default",
  firstFrame: "The first frame: {limits}",
  reference: "A reference picture: {limits}",
  character: "A character from the cast; @Name in the prompt does the same",
  duration: "Length in whole seconds",
});

/** Options that several commands share. What a model takes, the catalogue says; here it is a hint. */
export const promptOption = text(words.prompt({ most: LONGEST_PROMPT }), { rest: true });
export const negativeOption = text(words.negative({ models: familiesWith("negative") }));
export const modelOption = choice(words.model, familyNames, { aliases: familyAliases, standard: usualFamily("text") });
export const durationOption = durationWithin(familyLengths);
export const qualityOption = choice(words.quality, QUALITIES, { standard: "720p" });
export const aspectOption = choice(words.aspect, ASPECTS, { standard: "16:9" });
export const soundOption = flag(words.sound({ models: familiesWith("sound") }));
export const keepSoundOption = flag(words.keepSound);
export const firstFrameOption = attachment(words.firstFrame({ limits: hintOfPicture("image") }), { accept: "image" });

const referenceOption = attachment(words.reference({ limits: PICTURE_HINT }), { accept: "image" });
export const referenceOptions = {
  reference1: referenceOption,
  reference2: referenceOption,
  reference3: referenceOption,
  reference4: referenceOption,
};

/** One to three from the cast; naming them in the prompt as `@Name` does the same. */
const elementOption = text(words.character, { completes: "element" });
export const elementOptions = { element1: elementOption, element2: elementOption, element3: elementOption };

/** How long the video is to be, for a command whose models take such lengths. */
export function durationWithin(lengths: Lengths) {
  return seconds(words.duration, { ...lengths, standard: String(USUAL_SECONDS) });
}

/** A command's numbered options as the lists that models take; what was left out is left out. */
export function toDraft(options: Readonly<Record<string, unknown>>): Draft {
  const { reference1, reference2, reference3, reference4, element1, element2, element3, ...draft } = options;
  const references = [reference1, reference2, reference3, reference4].filter((one) => one !== undefined);
  const elements = [element1, element2, element3].filter((one) => one !== undefined);
  return {
    ...draft,
    ...(references.length > 0 ? { references } : {}),
    ...(elements.length > 0 ? { elements } : {}),
  };
}

/**
 * Asks the family that was named, else the preferred one where it can make this, else the usual one. Throws UserError
 * for one that makes no such videos.
 */
export async function requestOf(
  from: Form,
  { model, ...options }: { model?: FamilyName | undefined } & Readonly<Record<string, unknown>>,
  { cast, generations, preferences }: Pick<Services, "cast" | "generations" | "preferences">,
): Promise<Card<Text> | undefined> {
  const draft = await cast.resolve(toDraft(options));
  const family = model ?? familyFor(from, draft, await preferences.chosen());
  const id = modelIdOf(family, from);
  if (id === undefined) throw new UserError(lackingForm(family, from), { option: "model" });
  return askedCard(await generations.request(id, draft));
}
