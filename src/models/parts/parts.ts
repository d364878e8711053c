import { z } from "zod";
import { count, lengthOf, orList, plural, quote } from "../../base/words.ts";
import { refuse } from "./input.ts";
import type { ElementRef, Lengths, Model } from "./model.ts";
import type { Quality } from "./prices.ts";

/** The longest prompt and negative prompt, in characters, on every model. */
export const LONGEST_PROMPT = 2_500;

/** How long a video can be asked to last, on the models that take words or pictures. */
export const LENGTHS = { min: 3, max: 15 } as const satisfies Lengths;

/** The shortest video of all, in seconds. */
export const LEAST_SECONDS = LENGTHS.min;

/** The usual length of a video, in seconds, where a model takes one. */
export const USUAL_SECONDS = 5;

/** How sharp the models make them. */
export const QUALITIES = ["720p", "1080p"] as const satisfies readonly Quality[];

/** The shapes that the models make. */
export const ASPECTS = ["16:9", "9:16", "1:1"] as const;

export type Aspect = (typeof ASPECTS)[number];

/** Words that may be left out; blank ones count as left out. */
export function words(name: string, label: string, most: number = LONGEST_PROMPT) {
  return z
    .string({ error: `${name} takes words. Write them after ${name}:` })
    .trim()
    .superRefine((text, context) => {
      const length = lengthOf(text);
      if (length > most) refuse(context, tooLong(name, length, { label, most }));
    })
    .transform((text) => text || undefined)
    .optional()
    .describe(`up to ${count(most)} characters`);
}

/** A prompt that shots can stand in for; `judgeStory` sees to it that there is one of them. */
export function promptOrShots(label: string) {
  return words("prompt", label).describe(`needed without shots, up to ${count(LONGEST_PROMPT)} characters`);
}

/** Words that must be there. `ask` says what to write: `Say in words what the video should show.` */
export function neededWords(name: string, label: string, ask: string, most: number = LONGEST_PROMPT) {
  const missing = `${name} is missing. ${ask}`;
  return z
    .string({ error: missing })
    .trim()
    .superRefine((text, context) => {
      const length = lengthOf(text);
      if (length === 0) refuse(context, missing);
      else if (length > most) refuse(context, tooLong(name, length, { label, most }));
    })
    .describe(`needed, up to ${count(most)} characters`);
}

function tooLong(name: string, length: number, { label, most }: { label: string; most: number }): string {
  const over = count(length - most);
  return `${name} is ${count(length)} characters long; ${label} takes up to ${count(most)}. Shorten it by ${over}.`;
}

/** How long the video is to be, in whole seconds. Without it, the shots say it, or it is 5. */
export function duration(label: string, { min, max }: Lengths = LENGTHS) {
  const sentence = (given: unknown): string => {
    const limits = `${label} takes whole seconds from ${min} to ${max}`;
    if (typeof given !== "number" || !Number.isFinite(given)) {
      return `duration is ${quote(given)}; ${limits}. Ask for a number, such as ${USUAL_SECONDS}.`;
    }
    return `duration is ${given} s; ${limits}. Ask for ${Math.min(max, Math.max(min, Math.round(given)))}.`;
  };
  return z
    .custom<number>((given) => Number.isInteger(given) && Number(given) >= min && Number(given) <= max, {
      error: ({ input }) => sentence(input),
    })
    .optional()
    .describe(`${min}–${max} whole seconds, ${USUAL_SECONDS} unless said`);
}

/** The shortest and the longest video that one of the models can be asked for. */
export function lengthsOf(models: readonly Pick<Model, "lengths">[]): Lengths {
  const all = models.flatMap(({ lengths }) => lengths ?? []);
  return { min: Math.min(...all.map(({ min }) => min)), max: Math.max(...all.map(({ max }) => max)) };
}

/** 720p unless said. 4k has no published price, so it can't be asked for. */
export const quality = z
  .enum(QUALITIES, {
    error: ({ input }) =>
      String(input).toLowerCase() === "4k"
        ? `quality 4k has no published price, so it can't be made here. Choose ${orList(QUALITIES)}.`
        : `quality can be ${orList(QUALITIES)}, not ${quote(input)}. Choose one of them.`,
  })
  .default("720p")
  .describe(`${orList(QUALITIES)}, 720p unless said`);

/** The video's shape; a model adds its default. */
export const aspect = z.enum(ASPECTS, {
  error: ({ input }) => `aspect can be ${orList(ASPECTS)}, not ${quote(input)}. Choose one of them.`,
});

/** The shape of a video that starts from words alone. */
export const aspectOfWords = aspect.default("16:9").describe(`${orList(ASPECTS)}, 16:9 unless said`);

/** A yes or no, and what it is unless said. */
export function flag(name: string, standard: boolean) {
  return z
    .boolean({ error: ({ input }) => `${name} is yes or no, not ${quote(input)}.` })
    .default(standard)
    .describe(`yes or no, ${standard ? "yes" : "no"} unless said`);
}

export const sound = flag("sound", false);
export const keepSound = flag("keep_sound", true);
export const watermark = flag("watermark", false);

/**
 * Elements from the cast, in the order of their placeholders in the prompt. `kind` says what they must have been made
 * from, on the models that care.
 */
export function elements(label: string, { most, kind }: { most: number; kind?: ElementRef["kind"] }) {
  return z
    .custom<readonly ElementRef[]>(areElements, { error: "elements takes names from the cast, such as @Ada." })
    .superRefine((given, context) => {
      if (given.length > most) {
        refuse(context, tooManyElements(label, given, most));
        return;
      }
      given.forEach((element, index) => {
        if (kind && element.kind !== kind) refuse(context, wrongKind(label, element, kind), index);
      });
    })
    .default([])
    .describe(`up to ${most}${kind ? `, made from ${FROM[kind]}` : ""}`);
}

const FROM = { images: "pictures", video: "a video" } as const;

function wrongKind(label: string, element: ElementRef, kind: ElementRef["kind"]): string {
  const made = `@${element.name} was made from ${FROM[element.kind]}; ${label} takes only elements made from ${FROM[kind]}.`;
  return `${made} Make one from ${FROM[kind]} or leave @${element.name} out.`;
}

function tooManyElements(label: string, given: readonly ElementRef[], most: number): string {
  const names = given.map(({ name }) => `@${name}`).join(", ");
  return `There are ${plural(given.length, "element")} (${names}); ${label} takes up to ${most}. Leave out ${given.length - most}.`;
}

function areElements(value: unknown): value is readonly ElementRef[] {
  return Array.isArray(value) && value.every(isElement);
}

function isElement(value: unknown): value is ElementRef {
  if (typeof value !== "object" || value === null) return false;
  const { id, name, kind } = value as Partial<ElementRef>;
  return typeof id === "string" && typeof name === "string" && (kind === "images" || kind === "video");
}

/**
 * A first guess of the seconds that a task takes, where a video of the usual length takes `usual`: a longer one takes a
 * little longer. The durations that are learned from real tasks replace it.
 */
export function firstGuess(usual: number, seconds: number): number {
  return Math.round(usual * (0.75 + 0.05 * seconds));
}
