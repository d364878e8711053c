import { z } from "zod";
import { megabytes, orList, sayMegabytes } from "../../base/words.ts";
import { refuse } from "./input.ts";
import type { Media } from "./model.ts";
import { formatName, isMedia } from "./pictures.ts";

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
  /** Frames a second. */
  frameRate?: { min: number; max: number };
}

/** What O3 asks of a video to follow or to edit (its specification: MP4/MOV, 200 MB, 3 s, 720–2160 px, 24–60 fps). */
export const O3_VIDEO: VideoLimits = {
  types: ["video/mp4", "video/quicktime"],
  most: 200,
  seconds: { min: 3 },
  sides: { min: 720, max: 2160, of: "both" },
  frameRate: { min: 24, max: 60 },
};

/** A video that must be there; `missing` is the sentence when it isn't. */
export function neededVideo(label: string, missing: string, limits: VideoLimits) {
  return z
    .custom<Video>(isMedia, { error: ({ input }) => (input === undefined ? missing : NOT_A_VIDEO) })
    .superRefine((media, context) => judge(media, label, limits, context))
    .describe(`needed, ${sayLimits(limits)}`);
}

/** A video that may be left out. */
export function video(label: string, limits: VideoLimits) {
  return z
    .custom<Video>(isMedia, { error: NOT_A_VIDEO })
    .superRefine((media, context) => judge(media, label, limits, context))
    .optional()
    .describe(sayLimits(limits));
}

/** A video whose length is known: one without it is refused. */
export type Video = Media & { seconds: number };

const NOT_A_VIDEO = "A video is needed here. Attach one.";

function judge(media: Media, label: string, limits: VideoLimits, context: z.RefinementCtx): void {
  const sentence = problemOf(media, label, limits);
  if (sentence) refuse(context, sentence);
}

function problemOf(media: Media, label: string, limits: VideoLimits): string | undefined {
  const { types, most, seconds, sides, frameRate } = limits;
  const formats = orList(types.map(formatName));
  if (media.kind !== "video") return `${media.name} is a picture, and video takes a video. Attach one as ${formats}.`;
  if (!types.includes(media.type)) {
    return `The video is a ${formatName(media.type)}; ${label} takes ${formats}. Convert it and send it again.`;
  }
  if (media.bytes > megabytes(most)) {
    return `The video is ${sayMegabytes(media.bytes)}; it can be at most ${most} MB. Send a smaller one.`;
  }
  if (media.seconds === undefined) return "The video doesn't say how long it is. Save it anew and send it again.";
  if (seconds.min !== undefined && media.seconds < seconds.min) {
    const length = Math.floor(media.seconds * 100) / 100;
    return `The video is ${length} s long; it must be at least ${seconds.min} s. Send a longer one.`;
  }
  if (seconds.max !== undefined && media.seconds > seconds.max) {
    const length = Math.ceil(media.seconds * 100) / 100;
    return `The video is ${length} s long; it can be at most ${seconds.max} s. Send a shorter one.`;
  }
  return pixelProblem(media, sides) ?? frameRateProblem(media, frameRate);
}

function pixelProblem({ width, height }: Media, { min, max, of }: VideoLimits["sides"]): string | undefined {
  const judged = of === "both" ? [width, height] : [width];
  const small = Math.min(...judged) < min;
  if (!small && Math.max(...judged) <= max) return undefined;
  const must = `${of === "both" ? "both sides" : "its width"} must be between ${min} and ${max}`;
  const change = small ? "Send a larger one" : "Scale it down";
  return `The video is ${width}×${height} pixels; ${must}. ${change}.`;
}

function frameRateProblem({ frameRate }: Media, limits: VideoLimits["frameRate"]): string | undefined {
  if (!limits || frameRate === undefined) return undefined;
  // Film and broadcast run at 23.976 and 59.94, which everyone calls 24 and 60.
  const rate = Math.round(frameRate);
  if (rate >= limits.min && rate <= limits.max) return undefined;
  return `The video has ${rate} frames a second; it must have ${limits.min} to ${limits.max}. Convert it and send it again.`;
}

function sayLimits({ types, most, seconds, sides, frameRate }: VideoLimits): string {
  const length =
    seconds.min === undefined
      ? `up to ${seconds.max} s`
      : seconds.max === undefined
        ? `at least ${seconds.min} s`
        : `${seconds.min}–${seconds.max} s`;
  const pixels = `${of(sides)} ${sides.min}–${sides.max} pixels`;
  const rate = frameRate ? [`${frameRate.min}–${frameRate.max} frames a second`] : [];
  return [orList(types.map(formatName)), length, pixels, ...rate, `at most ${most} MB`].join(", ");
}

function of(sides: VideoLimits["sides"]): string {
  return sides.of === "both" ? "sides" : "width";
}
