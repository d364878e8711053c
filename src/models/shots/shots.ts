import { z } from "zod";
import { lengthOf } from "../../base/words.ts";
import { sentences } from "../../text/sentences.ts";
import { anyOf, type Text } from "../../text/text.ts";
import type { Lengths } from "../parts/model.ts";
import { about } from "../parts/option.ts";
import { LENGTHS, USUAL_SECONDS } from "../parts/parts.ts";
import { quote, refuse, refuseHere, says } from "../parts/problems.ts";

/** One cut of a video: its words, and how many whole seconds it lasts. */
export interface Shot {
  prompt: string;
  seconds: number;
}

/** What the gateway documents of multi-shot (`multi_prompt` on the page of every model that has it). */
export const MOST_SHOTS = 6;
/** Of its words, in characters. */
export const LONGEST_SHOT = 512;

const words = sentences("model.shots", {
  notShots: "Write the shots one per line, like “5s: the door opens”. {given} isn't a shot.",
  notShotsOrAuto: "Write the shots one per line, like “5s: the door opens”, or say auto. {given} is neither.",
  noAuto:
    "Write the shots one per line, like “5s: the door opens”{count, plural, =0 {} other {, or choose {others}}}. {model} can't cut a prompt into shots by itself.",
  none: "Write at least one shot, like “5s: the door opens”.",
  tooMany: "Leave out {over}: there are {count} shots, and {model} takes up to {most}.",
  noWords:
    "Say what happens in shot {number}, like {where, select, prompt {“shot {number}, 5, the door opens;”} other {“5s: the door opens”}}.",
  tooLong:
    "Shorten shot {number} by {over, plural, one {# character} other {# characters}}: it has {length, number}, and the most is {most, number}.",
  notSeconds: "Give shot {number} whole seconds, at least 1: it has {seconds} s.",
  noPrompt: "Say what the video should show: prompt is missing.",
  noPromptForAuto:
    "Say what the video should show: with shots:auto, {model} cuts your prompt into shots, and prompt is missing.",
  both: "Put the prompt's words into the shots, or leave prompt out: {model} reads one or the other.",
  longer:
    "Make {shots, plural, one {the shot} other {the shots}} {by} s longer, or leave duration out: {shots, plural, one {it lasts} other {they add up to}} {sum} s, and duration is {duration} s.",
  shorter:
    "Make {shots, plural, one {the shot} other {the shots}} {by} s shorter, or leave duration out: {shots, plural, one {it lasts} other {they add up to}} {sum} s, and duration is {duration} s.",
  tooFewSeconds:
    "Add {by} s: {shots, plural, one {the shot lasts} other {the shots add up to}} {sum} s, and {model} makes videos of {min} to {max} s.",
  tooManySeconds:
    "Take {by} s away: {shots, plural, one {the shot lasts} other {the shots add up to}} {sum} s, and {model} makes videos of {min} to {max} s.",
  limits: "1–{most} shots of up to {longest} characters, their seconds adding up to the duration",
  limitsOrAuto: "auto, or 1–{most} shots of up to {longest} characters, their seconds adding up to the duration",
});

const LIMITS = { most: MOST_SHOTS, longest: LONGEST_SHOT };

/** One to six shots that the member wrote out. */
export function shotList(model: Text) {
  const written = z
    // `auto` is let in and refused after, by a sentence that names who takes it.
    .custom<readonly Shot[]>((value) => value === "auto" || areShots(value), {
      error: says((given) => words.notShots({ given: quote(given) })),
    })
    .superRefine((shots: readonly Shot[] | "auto", context) => {
      if (shots !== "auto") return judgeShots(shots, model, context);
      refuseHere(context, {
        options: { shots: "auto" },
        say: (others) => words.noAuto({ count: others.length, others: anyOf(others), model }),
      });
    })
    .optional();
  return about(written, { limits: words.limits(LIMITS) });
}

/** Shots that the member wrote out, or `auto`: the model cuts the prompt into shots by itself. */
export function shotListOrAuto(model: Text) {
  const given = z
    .custom<readonly Shot[] | "auto">((value) => value === "auto" || areShots(value), {
      error: says((value) => words.notShotsOrAuto({ given: quote(value) })),
    })
    .superRefine((shots, context) => {
      if (shots !== "auto") judgeShots(shots, model, context);
    })
    .optional();
  return about(given, { limits: words.limitsOrAuto(LIMITS) });
}

function areShots(value: unknown): value is readonly Shot[] {
  return Array.isArray(value) && value.every(isShot);
}

function isShot(value: unknown): value is Shot {
  if (typeof value !== "object" || value === null) return false;
  const { prompt, seconds } = value as Partial<Shot>;
  return typeof prompt === "string" && typeof seconds === "number";
}

/**
 * Judges how many shots there are, and the words and the seconds of each. `where` they were written: in a list of their
 * own, or in the prompt, to which a problem's path then leads.
 */
export function judgeShots(
  shots: readonly Shot[],
  model: Text,
  context: z.RefinementCtx,
  where: "list" | "prompt" = "list",
): void {
  const at = (...path: (string | number)[]) => (where === "prompt" ? ["prompt"] : path);
  const count = shots.length;
  if (count === 0) refuse(context, words.none, ...at());
  if (count > MOST_SHOTS) {
    refuse(context, words.tooMany({ over: count - MOST_SHOTS, count, model, most: MOST_SHOTS }), ...at());
    return;
  }
  shots.forEach(({ prompt, seconds }, index) => {
    const number = index + 1;
    const length = lengthOf(prompt);
    if (prompt.trim() === "") {
      refuse(
        context,
        words.noWords({ number, where: where === "prompt" ? "prompt" : "other" }),
        ...at(index, "prompt"),
      );
    } else if (length > LONGEST_SHOT) {
      const over = length - LONGEST_SHOT;
      refuse(context, words.tooLong({ number, over, length, most: LONGEST_SHOT }), ...at(index, "prompt"));
    }
    if (!Number.isInteger(seconds) || seconds < 1) {
      refuse(context, words.notSeconds({ number, seconds }), ...at(index, "seconds"));
    }
  });
}

/** What of an input decides its story and its length. */
export interface Story {
  prompt?: string | undefined;
  duration?: number | undefined;
  shots?: readonly Shot[] | "auto" | undefined;
}

/** What the shots last together, in seconds. */
function total(shots: readonly Shot[]): number {
  return shots.reduce((sum, { seconds }) => sum + seconds, 0);
}

/**
 * Judges prompt, duration and shots together. The gateway ignores the prompt beside shots that are written out, so
 * both are refused; `promptNeeded` says whether words are needed where there are no such shots.
 */
export function judgeStory(
  model: Text,
  { promptNeeded, lengths = LENGTHS }: { promptNeeded: boolean; lengths?: Lengths },
) {
  return ({ prompt, duration, shots }: Story, context: z.RefinementCtx): void => {
    if (shots === "auto" && prompt === undefined) refuse(context, words.noPromptForAuto({ model }), "prompt");
    if (shots === undefined && prompt === undefined && promptNeeded) refuse(context, words.noPrompt, "prompt");
    if (shots === undefined || shots === "auto") return;
    if (prompt !== undefined) refuse(context, words.both({ model }), "prompt");
    const sum = total(shots);
    const { min, max } = lengths;
    if (duration !== undefined && duration !== sum) {
      const said = { shots: shots.length, by: Math.abs(duration - sum), sum, duration };
      refuse(context, sum < duration ? words.longer(said) : words.shorter(said), "shots");
    } else if (sum < min || sum > max) {
      const said = { shots: shots.length, sum, model, min, max };
      const problem =
        sum < min ? words.tooFewSeconds({ ...said, by: min - sum }) : words.tooManySeconds({ ...said, by: sum - max });
      refuse(context, problem, "shots");
    }
  };
}

/** The input with its duration: the one given, what the shots add up to, or the usual one. */
export function withDuration<Input extends Story>(input: Input): Input & { duration: number } {
  const { duration, shots } = input;
  return { ...input, duration: duration ?? (shots && shots !== "auto" ? total(shots) : USUAL_SECONDS) };
}

/** The gateway's multi-shot parameters; shot durations are strings on the wire. */
export function multiShot(shots: Story["shots"]): Record<string, unknown> {
  if (shots === undefined) return {};
  if (shots === "auto") return { multi_shot: true, shot_type: "intelligence" };
  return {
    multi_shot: true,
    shot_type: "customize",
    multi_prompt: shots.map(({ prompt, seconds }, index) => ({ index: index + 1, prompt, duration: String(seconds) })),
  };
}
