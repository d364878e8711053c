import { z } from "zod";
import { megabytes } from "../../base/words.ts";
import { inMegabytes } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import type { AboutOption, Media } from "./model.ts";
import { about, isMedia } from "./option.ts";
import { ASPECTS, type Aspect } from "./parts.ts";
import { refuse, says } from "./problems.ts";

/**
 * What the gateway documents of a picture on every model: JPG or PNG, both sides at least 300 pixels, a ratio between
 * 1:2.5 and 2.5:1 (`image_start` in https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-image-to-video).
 */
const TYPES: readonly string[] = ["image/jpeg", "image/png"];
const LEAST_SIDE = 300;
const WIDEST = 2.5;

/** The largest picture in megabytes, where a model's page says nothing else. */
export const USUAL_MEGABYTES = 10;

const words = sentences("model.pictures", {
  picture: "the picture",
  last: "the last frame",
  front: "the front picture",
  reference: "reference picture {number}",
  notAPicture: "Attach a JPG or PNG: a picture goes here.",
  video: "Attach a JPG or PNG: {what} is a video ({name}).",
  wrongType: "Save {what} as a JPG or PNG and send it again: it's a {format}, and {model} takes only those two.",
  tooLarge: "Send a smaller file: {what} is {size}, and the most is {most} MB.",
  tooSmall: "Send a larger picture: {what} is {width}×{height} pixels, and both sides must be at least {least}.",
  tooLong:
    "Crop {what}: it's {width}×{height} pixels, a ratio of {ratio}, and it must be between 1:{widest} and {widest}:1.",
  tooMany:
    "Leave out {over}: there are {count, plural, one {# reference picture} other {# reference pictures}}, and {model} takes up to {most}.",
  limits: "JPG or PNG, up to {widest}:1, sides of at least {least} pixels, at most {most} MB",
  neededLimits: "needed, JPG or PNG, up to {widest}:1, sides of at least {least} pixels, at most {most} MB",
  manyLimits:
    "up to {count} pictures, each a JPG or PNG, up to {widest}:1, sides of at least {least} pixels, at most {most} MB",
  hint: "JPG or PNG, at least {least}×{least}, up to {most} MB",
  hintAndMore: "JPG or PNG, at least {least}×{least}, up to {most} MB ({models}: {more} MB)",
});

/** The limits for the hint of an option, where words are few. */
export const PICTURE_HINT = words.hint({ least: LEAST_SIDE, most: USUAL_MEGABYTES });

/** The same for an option that models take of which some, as members type them, take larger files: up to so many MB. */
export function pictureHint(larger: { models: Text; megabytes: number } | undefined): Text {
  if (larger === undefined) return PICTURE_HINT;
  const { models, megabytes: more } = larger;
  return words.hintAndMore({ least: LEAST_SIDE, most: USUAL_MEGABYTES, models, more });
}

interface PictureSettings {
  /** Which one it is, for a sentence about it. */
  what?: "picture" | "last" | "front";
  /** The largest file, in megabytes. */
  most?: number;
}

/** One that any model takes that takes pictures. */
const GOOD: Media = {
  ...{ kind: "image", type: "image/png", hash: "", name: "" },
  ...{ bytes: 400_000, width: 1280, height: 720 },
};

/** A picture that must be there; `missing` is the sentence when it isn't. */
export function neededPicture(
  model: Text,
  missing: Text,
  { what = "picture", most = USUAL_MEGABYTES }: PictureSettings = {},
) {
  const needed = z
    .custom<Media>(isMedia, { error: says((given) => (given === undefined ? missing : words.notAPicture)) })
    .superRefine((media, context) => judge(media, { what: words[what], model, most }, context));
  return about(needed, {
    ...aboutPicture(most),
    limits: words.neededLimits({ widest: WIDEST, least: LEAST_SIDE, most }),
  });
}

/** A picture that may be left out. */
export function picture(model: Text, { what = "picture", most = USUAL_MEGABYTES }: PictureSettings = {}) {
  const optional = z
    .custom<Media>(isMedia, { error: says(() => words.notAPicture) })
    .superRefine((media, context) => judge(media, { what: words[what], model, most }, context))
    .optional();
  return about(optional, aboutPicture(most));
}

function aboutPicture(most: number): AboutOption {
  const limits = words.limits({ widest: WIDEST, least: LEAST_SIDE, most });
  return { limits, hint: words.hint({ least: LEAST_SIDE, most }), megabytes: most, good: GOOD };
}

/** Pictures beside the frames, in the order of their placeholders in the prompt. */
export function references(model: Text, most: number) {
  const given = z
    .custom<readonly Media[]>((value) => Array.isArray(value) && value.every(isMedia), {
      error: says(() => words.notAPicture),
    })
    .superRefine((pictures, context) => {
      if (pictures.length > most) {
        refuse(context, words.tooMany({ over: pictures.length - most, count: pictures.length, model, most }));
        return;
      }
      pictures.forEach((media, index) => {
        const named = { what: words.reference({ number: index + 1 }), model, most: USUAL_MEGABYTES };
        judge(media, named, context, index);
      });
    })
    .default([]);
  const limits = words.manyLimits({ count: most, widest: WIDEST, least: LEAST_SIDE, most: USUAL_MEGABYTES });
  return about(given, { limits, good: GOOD, most });
}

/** “GIF” of `image/gif`. */
export function formatName(type: string): string {
  const name = type.split("/")[1] ?? type;
  const known: Record<string, string> = { quicktime: "MOV", webm: "WebM", webp: "WebP", "x-matroska": "MKV" };
  return known[name] ?? name.toUpperCase();
}

interface Judged {
  what: Text;
  model: Text;
  most: number;
}

function judge(media: Media, named: Judged, context: z.RefinementCtx, ...path: number[]): void {
  const problem = problemOf(media, named);
  if (problem) refuse(context, problem, ...path);
}

function problemOf(media: Media, { what, model, most }: Judged): Text | undefined {
  const { kind, name, type, bytes, width, height } = media;
  if (kind !== "image") return words.video({ what, name });
  if (!TYPES.includes(type)) return words.wrongType({ what, format: formatName(type), model });
  if (bytes > megabytes(most)) return words.tooLarge({ what, size: inMegabytes(bytes), most });
  const sides = { what, width: String(width), height: String(height) };
  if (Math.min(width, height) < LEAST_SIDE) return words.tooSmall({ ...sides, least: LEAST_SIDE });
  if (Math.max(width, height) > WIDEST * Math.min(width, height)) {
    return words.tooLong({ ...sides, ratio: ratio(width, height), widest: WIDEST });
  }
  return undefined;
}

/** "3:1" or "1:2.51", rounded away from the limit. */
function ratio(width: number, height: number): string {
  const long = Math.ceil((Math.max(width, height) / Math.min(width, height)) * 100) / 100;
  return width > height ? `${long}:1` : `1:${long}`;
}

/** The shape that is nearest to the picture's own. */
export function nearestAspect({ width, height }: Media): Aspect {
  const distance = (aspect: Aspect): number => {
    const [wide = 1, high = 1] = aspect.split(":").map(Number);
    return Math.abs(Math.log(width / height / (wide / high)));
  };
  return ASPECTS.reduce((best, aspect) => (distance(aspect) < distance(best) ? aspect : best));
}
