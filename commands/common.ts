import { attachment, choice, flag, seconds, text } from "../src/chat/options.ts";
import type { Services } from "../src/chat/services.ts";
import type { Draft } from "../src/generations/service.ts";
import { type FamilyName, familyAliases, familyNames, modelIdOf } from "../src/models/families.ts";
import { ASPECTS } from "../src/models/parts.ts";
import { familyFor } from "../src/preferences/apply.ts";

/** Options that several commands share, with the words and bounds that all of them have. */
export const promptOption = text("What the video shows, up to 2,500 characters", { rest: true });
export const negativeOption = text("What it must not show (Kling 3.0)");
export const modelOption = choice("Which model makes it", familyNames, {
  aliases: familyAliases,
  standard: "kling-3",
});
export const durationOption = seconds("Length in whole seconds", { min: 3, max: 15, standard: "5" });
export const qualityOption = choice("Picture quality", ["720p", "1080p"], { standard: "720p" });
export const aspectOption = choice("Shape of the picture", ASPECTS, { standard: "16:9" });
export const soundOption = flag("Make sound too (Kling 3.0 and O3)");
export const keepSoundOption = flag("Keep the sound of the video, yes unless said");
export const firstFrameOption = attachment("The first frame: JPG or PNG, at least 300×300, up to 10 MB", {
  accept: "image",
});

const referenceOption = attachment("A picture to go by: JPG or PNG, at least 300×300, up to 10 MB", {
  accept: "image",
});
export const referenceOptions = {
  reference1: referenceOption,
  reference2: referenceOption,
  reference3: referenceOption,
  reference4: referenceOption,
};

/** One to three from the cast; naming them in the prompt as `@Name` does the same. */
const elementOption = text("A character from the cast; @Name in the prompt does the same", { completes: "element" });
export const elementOptions = { element1: elementOption, element2: elementOption, element3: elementOption };

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

/** Asks the family that was named, else the preferred one where it can make this, else the usual one. */
export async function requestOf(
  from: "text" | "image",
  { model, ...options }: { model?: FamilyName | undefined } & Readonly<Record<string, unknown>>,
  { cast, generations, preferences }: Pick<Services, "cast" | "generations" | "preferences">,
): Promise<undefined> {
  const draft = await cast.resolve(toDraft(options));
  const family = model ?? familyFor(from, draft, await preferences.chosen());
  return generations.request(modelIdOf(family, from), draft);
}
