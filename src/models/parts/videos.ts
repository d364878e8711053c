import { z } from "zod";
import { megabytes } from "../../base/words.ts";
import { inMegabytes } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import { anyOf, type Text } from "../../text/text.ts";
import type { AboutOption, Media } from "./model.ts";
import { about, isMedia } from "./option.ts";
import { formatName } from "./pictures.ts";
import { refuse, says } from "./problems.ts";

/** What a model asks of a video. Both ends of a range are allowed. */
export interface VideoLimits {
  /** What the bytes may be, for example `video/mp4`. */
  types: readonly string[];
  /** Megabytes. */
  most: number;
  /** Seconds. */
  seconds: { min?: number; max?: number };
  /** Pixels, of both sides or of the width alone. */
  sides: { min: number; max: number; of: "both" | "width" };
  /** Frames per second. */
  frameRate?: { min: number; max: number };
}

/** A video whose length is known: one without it is refused. */
export type Video = Media & { seconds: number };

const words = sentences("model.videos", {
  notAVideo: "Attach a video: one goes here.",
  picture: "Attach a video as {formats}: {name} is a picture.",
  wrongType: "Convert the video to {formats} and send it again: it's a {format}, which {model} doesn't take.",
  tooLarge: "Send a smaller file: the video is {size}, and the most is {most} MB.",
  noLength: "Save the video again and send that one: it doesn't say how long it is.",
  tooShort: "Send a longer video: this one lasts {seconds} s, and the least is {least} s.",
  tooLong: "Send a shorter video: this one lasts {seconds} s, and the most is {most} s.",
  tooSmall:
    "Send a larger video: this one is {width}×{height} pixels, and {of, select, width {its width} other {both sides}} must be {min} to {max}.",
  tooWide:
    "Scale the video down: it's {width}×{height} pixels, and {of, select, width {its width} other {both sides}} must be {min} to {max}.",
  wrongRate: "Convert the video to {min} to {max} frames per second and send it again: it has {rate}.",
  upTo: "up to {max} s",
  atLeast: "at least {min} s",
  between: "{min}–{max} s",
  limits: "{formats}, {length}, {of, select, width {width} other {sides}} {min}–{max} pixels, at most {most} MB",
  rateLimits:
    "{formats}, {length}, {of, select, width {width} other {sides}} {min}–{max} pixels, {slowest}–{fastest} frames per second, at most {most} MB",
  hint: "{formats}, {length}, {min}–{max} pixels {of, select, width {wide} other {a side}}, up to {most} MB",
  needed: "needed, {limits}",
});

/** A video that must be there; `missing` is the sentence when it isn't. */
export function neededVideo(model: Text, missing: Text, limits: VideoLimits) {
  const needed = z
    .custom<Video>(isMedia, { error: says((given) => (given === undefined ? missing : words.notAVideo)) })
    .superRefine((media, context) => judge(media, model, limits, context));
  return about(needed, { ...aboutVideo(limits), limits: words.needed({ limits: limitsIn(limits) }) });
}

/** A video that may be left out. */
export function video(model: Text, limits: VideoLimits) {
  const optional = z
    .custom<Video>(isMedia, { error: says(() => words.notAVideo) })
    .superRefine((media, context) => judge(media, model, limits, context))
    .optional();
  return about(optional, aboutVideo(limits));
}

function aboutVideo(limits: VideoLimits): AboutOption {
  return { limits: limitsIn(limits), hint: words.hint(sayLimits(limits)), good: goodFor(limits) };
}

/** One within the limits, as like the usual one as they let it be. */
function goodFor({ types: [type = "video/mp4"], most, seconds, sides, frameRate }: VideoLimits): Media {
  const within = (value: number, { min = 0, max = Number.POSITIVE_INFINITY }) => Math.min(max, Math.max(min, value));
  return {
    ...{ kind: "video", type, hash: "", name: "", bytes: Math.min(400_000, megabytes(most)) },
    ...{ width: within(1280, sides), height: within(720, sides) },
    ...{ seconds: within(5, seconds), frameRate: within(30, frameRate ?? {}) },
  };
}

function judge(media: Media, model: Text, limits: VideoLimits, context: z.RefinementCtx): void {
  const problem = problemOf(media, model, limits);
  if (problem) refuse(context, problem);
}

function problemOf(media: Media, model: Text, limits: VideoLimits): Text | undefined {
  const { types, most, seconds, sides, frameRate } = limits;
  const formats = anyOf(types.map(formatName));
  if (media.kind !== "video") return words.picture({ formats, name: media.name });
  if (!types.includes(media.type)) return words.wrongType({ formats, format: formatName(media.type), model });
  if (media.bytes > megabytes(most)) return words.tooLarge({ size: inMegabytes(media.bytes), most });
  if (media.seconds === undefined) return words.noLength;
  // Rounded away from the limit, so that a length just beyond it never reads as the limit itself.
  if (seconds.min !== undefined && media.seconds < seconds.min) {
    return words.tooShort({ seconds: Math.floor(media.seconds * 100) / 100, least: seconds.min });
  }
  if (seconds.max !== undefined && media.seconds > seconds.max) {
    return words.tooLong({ seconds: Math.ceil(media.seconds * 100) / 100, most: seconds.max });
  }
  return pixelProblem(media, sides) ?? frameRateProblem(media, frameRate);
}

function pixelProblem({ width, height }: Media, { min, max, of }: VideoLimits["sides"]): Text | undefined {
  const judged = of === "both" ? [width, height] : [width];
  const small = Math.min(...judged) < min;
  if (!small && Math.max(...judged) <= max) return undefined;
  const said = { width: String(width), height: String(height), min: String(min), max: String(max) };
  return small ? words.tooSmall({ ...said, of: widthOr(of) }) : words.tooWide({ ...said, of: widthOr(of) });
}

function frameRateProblem({ frameRate }: Media, limits: VideoLimits["frameRate"]): Text | undefined {
  if (!limits || frameRate === undefined) return undefined;
  // Film and broadcast run at 23.976 and 59.94, which everyone calls 24 and 60.
  const rate = Math.round(frameRate);
  return rate >= limits.min && rate <= limits.max ? undefined : words.wrongRate({ ...limits, rate });
}

/** “MP4 or MOV, at least 3 s, sides 720–2160 pixels, at most 200 MB”. */
function limitsIn(limits: VideoLimits): Text {
  const { frameRate } = limits;
  if (!frameRate) return words.limits(sayLimits(limits));
  return words.rateLimits({ ...sayLimits(limits), slowest: frameRate.min, fastest: frameRate.max });
}

function sayLimits({ types, most, seconds: { min, max }, sides }: VideoLimits) {
  const both = min !== undefined && max !== undefined;
  const length = both
    ? words.between({ min, max })
    : max === undefined
      ? words.atLeast({ min: min ?? 0 })
      : words.upTo({ max });
  return {
    ...{ formats: anyOf(types.map(formatName)), length, most },
    ...{ of: widthOr(sides.of), min: String(sides.min), max: String(sides.max) },
  };
}

/** Which sides are meant, as a message chooses by it. */
function widthOr(of: VideoLimits["sides"]["of"]): "width" | "other" {
  return of === "width" ? "width" : "other";
}
