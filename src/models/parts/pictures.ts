import { z } from "zod";
import { megabytes, plural, sayMegabytes } from "../../base/words.ts";
import { refuse } from "./input.ts";
import type { Media } from "./model.ts";
import { ASPECTS, type Aspect } from "./parts.ts";

/** The gateway's limits of a picture: JPG or PNG, both sides at least 300 pixels, a ratio between 1:2.5 and 2.5:1. */
const TYPES: readonly string[] = ["image/jpeg", "image/png"];
const LEAST_SIDE = 300;
const WIDEST = 2.5;

/** The largest picture on all models but Turbo, in megabytes. */
const USUAL_MEGABYTES = 10;

const HOW = `JPG or PNG, up to ${WIDEST}:1, sides of at least ${LEAST_SIDE} pixels`;

/** The same for the hint of an option, where words are few. */
export const PICTURE_HINT = `JPG or PNG, at least ${LEAST_SIDE}×${LEAST_SIDE}, up to ${USUAL_MEGABYTES} MB`;

interface PictureSettings {
  /** How a sentence calls it: `The picture`. */
  what?: string;
  /** The largest file, in megabytes. */
  most?: number;
}

/** A picture that must be there; `missing` is the sentence when it isn't. */
export function neededPicture(label: string, missing: string, { what = "The picture", most }: PictureSettings = {}) {
  return z
    .custom<Media>(isMedia, { error: ({ input }) => (input === undefined ? missing : NOT_A_PICTURE) })
    .superRefine((media, context) => judge(media, { what, label, most }, context))
    .describe(`needed, ${HOW}, at most ${most ?? USUAL_MEGABYTES} MB`);
}

/** A picture that may be left out. */
export function picture(label: string, { what = "The picture", most }: PictureSettings = {}) {
  return z
    .custom<Media>(isMedia, { error: NOT_A_PICTURE })
    .superRefine((media, context) => judge(media, { what, label, most }, context))
    .optional()
    .describe(`${HOW}, at most ${most ?? USUAL_MEGABYTES} MB`);
}

/** Pictures beside the frames, in the order of their placeholders in the prompt. */
export function references(label: string, most: number) {
  return z
    .custom<readonly Media[]>((value) => Array.isArray(value) && value.every(isMedia), { error: NOT_A_PICTURE })
    .superRefine((pictures, context) => {
      if (pictures.length > most) {
        const over = pictures.length - most;
        const there = `There are ${plural(pictures.length, "reference picture")}`;
        refuse(context, `${there}; ${label} takes up to ${most}. Leave out ${over}.`);
        return;
      }
      pictures.forEach((media, index) => {
        judge(media, { what: `Reference picture ${index + 1}`, label }, context, index);
      });
    })
    .default([])
    .describe(`up to ${most} pictures, each ${HOW}, at most ${USUAL_MEGABYTES} MB`);
}

const NOT_A_PICTURE = "A picture is needed here. Attach a JPG or PNG.";

/** Whether the value is what the probe gives; its limits are judged after. */
export function isMedia(value: unknown): value is Media {
  if (typeof value !== "object" || value === null) return false;
  const { kind, hash, name, type, bytes, width, height } = value as Partial<Media>;
  const named = [hash, name, type].every((part) => typeof part === "string");
  const measured = [bytes, width, height].every((part) => typeof part === "number");
  return (kind === "image" || kind === "video") && named && measured;
}

/** "GIF" of `image/gif`. */
export function formatName(type: string): string {
  const name = type.split("/")[1] ?? type;
  const known: Record<string, string> = { quicktime: "MOV", webm: "WebM", webp: "WebP", "x-matroska": "MKV" };
  return known[name] ?? name.toUpperCase();
}

interface Judged {
  what: string;
  label: string;
  most?: number | undefined;
}

function judge(media: Media, named: Judged, context: z.RefinementCtx, ...path: number[]): void {
  const sentence = problemOf(media, named);
  if (sentence) refuse(context, sentence, ...path);
}

function problemOf(media: Media, { what, label, most = USUAL_MEGABYTES }: Judged): string | undefined {
  const { kind, type, bytes, width, height } = media;
  if (kind !== "image") return `${what} is a video (${media.name}). Attach a JPG or PNG.`;
  if (!TYPES.includes(type)) {
    return `${what} is a ${formatName(type)}; ${label} takes JPG or PNG. Save it as one of them and send it again.`;
  }
  if (bytes > megabytes(most)) {
    return `${what} is ${sayMegabytes(bytes)}; it can be at most ${most} MB. Send a smaller one.`;
  }
  const size = `${what} is ${width}×${height} pixels`;
  if (Math.min(width, height) < LEAST_SIDE) {
    return `${size}; both sides must be at least ${LEAST_SIDE}. Send a larger one.`;
  }
  if (Math.max(width, height) > WIDEST * Math.min(width, height)) {
    return `${size}, a ratio of ${ratio(width, height)}; it must be between 1:${WIDEST} and ${WIDEST}:1. Crop it.`;
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
