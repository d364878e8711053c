import type { Option } from "../../src/chat/command/option.ts";
import { attachment, choice, flag, seconds, text, typedAlso } from "../../src/chat/command/options.ts";
import {
  familiesWith,
  familyAliases,
  familyLengths,
  familyNames,
  familySpellings,
  hintOfPicture,
  usualFamily,
} from "../../src/models/families.ts";
import type { Lengths, Model } from "../../src/models/parts/model.ts";
import {
  ALL_QUALITIES,
  ASPECTS,
  type Aspect,
  LONGEST_PROMPT,
  mostOf,
  QUALITIES,
  USUAL_SECONDS,
} from "../../src/models/parts/parts.ts";
import { PICTURE_HINT } from "../../src/models/parts/pictures.ts";
import { sentences } from "../../src/text/sentences.ts";
import type { Text } from "../../src/text/text.ts";

const words = sentences("command.options", {
  prompt: "What the video shows, up to {most, number} characters",
  negative: "What to keep out of the video ({models})",
  model: "Which model makes it",
  quality: "Picture quality",
  qualityTo4k: "Picture quality; 4k only where whoever runs Reelay has set a price for it",
  aspect: "Shape of the video",
  sound: "Add sound ({models})",
  keepSound: "Keep the sound of the video; yes by default",
  watermark: "Put the model's watermark on the video",
  firstFrame: "The first frame: {limits}",
  endImage: "The last frame ({models})",
  pictures: "references: every attached picture is a reference picture, none is a first or last frame",
  reference: "A reference picture, {mark} in the prompt: {limits}",
  characterField: "Character",
  character: "A character from the cast; @Name in the prompt does the same",
  duration: "Length in whole seconds",
  oneModel: "Leave model out: this is always made by {model}.",
});

/** Qualities and shapes that others make and none of these models does, as people type them. */
const QUALITIES_ELSEWHERE = ["360p", "480p", "540p", "1440p", "2160p", "2k", "4k", "8k"];
const ASPECTS_ELSEWHERE = [
  ...["21:9", "9:21", "4:3", "3:4", "3:2", "2:3", "5:4", "4:5", "2:1", "1:2", "16:10", "10:16"],
  ...["1.85:1", "2.35:1", "2.39:1"],
];

/** Shapes in words. A prompt may well end with a square, a landscape or a portrait, and none of them is meant then. */
const SHAPES = {
  vertical: { value: "9:16", needs: "comma" },
  horizontal: { value: "16:9", needs: "comma" },
  portrait: { value: "9:16", needs: "value" },
  landscape: { value: "16:9", needs: "value" },
  square: { value: "1:1", needs: "value" },
} as const;

/**
 * Options that several commands share, typed by the gateway's names for them too. What a model takes, the catalogue says;
 * here it is a hint.
 */
export const promptOption = text(words.prompt({ most: LONGEST_PROMPT }), { rest: true });
export const negativeOption = typedAlso(text(words.negative({ models: familiesWith("negative") })), "negative_prompt");
export const modelOption = choice(words.model, familyNames, {
  aliases: familyAliases,
  spellings: familySpellings,
  standard: usualFamily("text"),
});
export const durationOption = durationWithin(familyLengths);
export const qualityOption = choice(words.quality, QUALITIES, { standard: "720p", atEnds: QUALITIES_ELSEWHERE });
/** Where a model may have it, 4k is a choice: the catalogue refuses it as long as nobody has set a price. */
export const qualityOptionTo4k = choice(words.qualityTo4k, ALL_QUALITIES, {
  standard: "720p",
  atEnds: QUALITIES_ELSEWHERE,
});
export const aspectOption = aspectWith(words.aspect, "16:9");
export const soundOption = flag(words.sound({ models: familiesWith("sound") }), {
  plain: {
    "no sound": { value: "no" },
    "without sound": { value: "no" },
    "with sound": { value: "yes" },
    silent: { value: "no", needs: "comma" },
    muted: { value: "no", needs: "comma" },
  },
});
export const keepSoundOption = typedAlso(flag(words.keepSound), "keep_original_sound");
export const watermarkOption = typedAlso(flag(words.watermark), "watermark_info");
export const firstFrameOption = typedAlso(
  attachment(words.firstFrame({ limits: hintOfPicture("image") }), { accept: "image", mark: "start" }),
  "image_start",
);
export const endImageOption = typedAlso(
  attachment(words.endImage({ models: familiesWith("end_image") }), { accept: "image", mark: "end" }),
  "image_end",
);

/** The shape of the video, where a command has something of its own to say of it. */
export function aspectWith(description: Text, standard?: Aspect) {
  const settings = { atEnds: ASPECTS_ELSEWHERE, plain: SHAPES, ...(standard === undefined ? {} : { standard }) };
  return typedAlso(choice(description, ASPECTS, settings), "aspect_ratio");
}

/** A video that a command begins with; `mark` is what a prompt calls it. */
export function videoOption(description: Text, settings: { mark?: string } = {}) {
  return typedAlso(attachment(description, { accept: "video", ...settings }), "video_url", "video_urls");
}

/** As many reference pictures as one of the models takes. */
export function referenceOptions(models: readonly Model[]) {
  const option = (number: number) => {
    const mark = `image${number}`;
    const described = words.reference({ mark: `@${mark}`, limits: PICTURE_HINT });
    return attachment(described, { accept: "image", mark });
  };
  return numbered("reference", option, mostOf(models, LISTS.reference), "references", "image_urls");
}

/** As many characters as one of the models takes; naming them in the prompt as `@Name` does the same. */
export function elementOptions(models: readonly Model[], description: Text = words.character) {
  const option = text(description, { completes: "element", label: words.characterField });
  return numbered("element", () => option, mostOf(models, LISTS.element), "elements", "element_list");
}

/** Makes all attached pictures reference pictures, where frames would be the first of them. */
export function picturesOption(references: Readonly<Record<string, unknown>>) {
  return choice(words.pictures, ["references"], { filesGo: { references: Object.keys(references) } });
}

/** Options that come in numbers, by what their names begin with, and the list that they are to a model. */
export const LISTS = { reference: "references", element: "elements" } as const;

/** `reference1` to `reference7`; the first is typed by other names too. */
function numbered<Stem extends string, T>(
  stem: Stem,
  option: (number: number) => Option<T>,
  most: number,
  ...also: readonly string[]
) {
  const all = Array.from({ length: most }, (_, index) => {
    const one = option(index + 1);
    return [`${stem}${index + 1}`, index === 0 ? typedAlso(one, ...also) : one];
  });
  return Object.fromEntries(all) as Record<`${Stem}${number}`, Option<T>>;
}

/** How long the video is to be, for a command whose models take such lengths. */
export function durationWithin(lengths: Lengths) {
  return seconds(words.duration, { ...lengths, standard: String(USUAL_SECONDS) });
}

/** What a command of a single model refuses in its own words. */
export function refusalsOf({ label, refusals }: Model): Readonly<Record<string, Text>> {
  return { model: words.oneModel({ model: label }), ...refusals };
}
