import { z } from "zod";
import { lengthOf } from "../../base/words.ts";
import { sentences } from "../../text/sentences.ts";
import { allOf, anyOf, type Text } from "../../text/text.ts";
import type { Lengths, Model } from "./model.ts";
import { about } from "./option.ts";
import type { Quality } from "./prices.ts";
import { quote, refuse, says } from "./problems.ts";

/** The longest prompt and negative prompt that the gateway documents, in characters. */
export const LONGEST_PROMPT = 2_500;

/** How long a video can be asked to last, in whole seconds, where a model's page says nothing else. */
export const LENGTHS = { min: 3, max: 15 } as const satisfies Lengths;

/** The shortest video of all, in seconds. */
export const LEAST_SECONDS = LENGTHS.min;

/** The usual length of a video, in seconds, where a model takes one. */
export const USUAL_SECONDS = 5;

/** How sharp videos are made, as far as there are published prices. */
export const QUALITIES = ["720p", "1080p"] as const satisfies readonly Quality[];

/** The same with 4k, which some models make and the operator has to set a price for. */
export const ALL_QUALITIES = [...QUALITIES, "4k"] as const satisfies readonly Quality[];

/** The shapes that videos are made in. */
export const ASPECTS = ["16:9", "9:16", "1:1"] as const;

export type Aspect = (typeof ASPECTS)[number];

const words = sentences("model.options", {
  notWords: "Write {option} in words.",
  tooLong:
    "Shorten {option} by {over, plural, one {# character} other {# characters}}: it has {length, number}, and the most is {most, number}.",
  seconds: "Ask for {near} s instead of {given} s: {model} makes videos of {min} to {max} whole seconds.",
  notSeconds: "Ask for a number of seconds, like {usual}: {given} isn't one. {model} makes videos of {min} to {max} s.",
  noChoice: "Choose {choices} for {option}: {given} isn't one of them.",
  notYesOrNo: "Say yes or no for {option}: {given} is neither.",
  textLimits: "up to {most, number} characters",
  neededLimits: "needed, up to {most, number} characters",
  storyLimits: "needed without shots, up to {most, number} characters",
  lengthLimits: "{min}–{max} whole seconds, {usual} by default",
  choiceLimits: "{choices}; {usual} by default",
  with4k: "{choices}, and 4k where whoever runs Reelay has set a price for it; {usual} by default",
  yesByDefault: "yes or no, yes by default",
  noByDefault: "yes or no, no by default",
});

/** Words that may be left out; blank ones count as left out. */
export function text(name: string, most: number = LONGEST_PROMPT) {
  return about(optionalText(name, most), { limits: words.textLimits({ most }) });
}

/** A prompt that shots can stand in for; `judgeStory` sees to it that there is one of them. */
export function promptOrShots() {
  return about(optionalText("prompt", LONGEST_PROMPT), { limits: words.storyLimits({ most: LONGEST_PROMPT }) });
}

/** Words that must be there; `missing` is the sentence when they aren't. */
export function neededText(name: string, missing: Text, most: number = LONGEST_PROMPT) {
  const needed = z
    .string({ error: says(() => missing) })
    .trim()
    .superRefine((written, context) => {
      if (written === "") refuse(context, missing);
      else judgeLength(name, written, most, context);
    });
  return about(needed, { limits: words.neededLimits({ most }) });
}

function optionalText(name: string, most: number) {
  return z
    .string({ error: says(() => words.notWords({ option: name })) })
    .trim()
    .superRefine((written, context) => judgeLength(name, written, most, context))
    .transform((written) => written || undefined)
    .optional();
}

function judgeLength(option: string, written: string, most: number, context: z.RefinementCtx): void {
  const length = lengthOf(written);
  if (length > most) refuse(context, words.tooLong({ option, length, most, over: length - most }));
}

/** How long the video is to be, in whole seconds. Without it, the shots say it, or it is 5. */
export function duration(model: Text, { min, max }: Lengths = LENGTHS) {
  const sentence = (given: unknown): Text => {
    if (typeof given !== "number" || !Number.isFinite(given)) {
      return words.notSeconds({ given: quote(given), usual: USUAL_SECONDS, model, min, max });
    }
    const near = Math.min(max, Math.max(min, Math.round(given)));
    return words.seconds({ near, given, model, min, max });
  };
  const whole = z
    .custom<number>((given) => Number.isInteger(given) && Number(given) >= min && Number(given) <= max, {
      error: says(sentence),
    })
    .optional();
  return about(whole, { limits: words.lengthLimits({ min, max, usual: USUAL_SECONDS }) });
}

/** The shortest and the longest video that one of the models can be asked for. */
export function lengthsOf(models: readonly Pick<Model, "lengths">[]): Lengths {
  const all = models.flatMap(({ lengths }) => lengths ?? []);
  return { min: Math.min(...all.map(({ min }) => min)), max: Math.max(...all.map(({ max }) => max)) };
}

/** How many of an option that is a list the one of the models takes that takes the most; 0 where none has it. */
export function mostOf(models: readonly Pick<Model, "options">[], option: string): number {
  return Math.max(0, ...models.map(({ options }) => options[option]?.most ?? 0));
}

/** 720p by default. */
export const quality = about(z.enum(QUALITIES, { error: wrongChoice("quality", QUALITIES) }).default("720p"), {
  limits: words.choiceLimits({ choices: anyOf(QUALITIES), usual: "720p" }),
});

/** The same of a model whose specification offers 4k too; the catalogue refuses that where there is no price for it. */
export const qualityTo4k = about(z.enum(ALL_QUALITIES, { error: wrongChoice("quality", QUALITIES) }).default("720p"), {
  limits: words.with4k({ choices: allOf(QUALITIES), usual: "720p" }),
});

const shape = z.enum(ASPECTS, { error: wrongChoice("aspect", ASPECTS) });

/** The video's shape where a model has a default of its own, as `limits` say. */
export function aspect(limits: Text) {
  return about(shape.optional(), { limits });
}

/** The shape of a video that starts from words alone. */
export const aspectOfWords = about(shape.default("16:9"), {
  limits: words.choiceLimits({ choices: anyOf(ASPECTS), usual: "16:9" }),
});

/** The sentence for a value that is none of the choices, for a schema's `error`. */
export function wrongChoice(option: string, choices: readonly string[]) {
  return says((given) => words.noChoice({ option, choices: anyOf(choices), given: quote(given) }));
}

/** A yes or no, and what it is by default. */
function flag(name: string, { usual }: { usual: boolean }) {
  return about(yesOrNo(name).default(usual), { limits: usual ? words.yesByDefault : words.noByDefault });
}

function yesOrNo(name: string) {
  return z.boolean({ error: says((value) => words.notYesOrNo({ option: name, given: quote(value) })) });
}

export const sound = flag("sound", { usual: false });
export const keepSound = flag("keep_sound", { usual: true });

/** Left out, it stays so, and a workspace's own rule can stand in for it each time that the same is asked for. */
export const watermark = about(yesOrNo("watermark").optional(), { limits: words.noByDefault });

/**
 * A first guess of the seconds that a task takes, where a video of the usual length takes `usual`: a longer one takes a
 * little longer. The durations that are learned from real tasks replace it.
 */
export function firstGuess(usual: number, seconds: number): number {
  return Math.round(usual * (0.75 + 0.05 * seconds));
}
