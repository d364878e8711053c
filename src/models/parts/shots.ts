import { z } from "zod";
import { count, lengthOf, plural, quote } from "../../base/words.ts";
import { refuse } from "./input.ts";
import type { Lengths } from "./model.ts";
import { LENGTHS, LONGEST_PROMPT, USUAL_SECONDS } from "./parts.ts";

/** One cut of a video: its words, and how many whole seconds it lasts. */
export interface Shot {
  prompt: string;
  seconds: number;
}

const MOST_SHOTS = 6;
const LONGEST_SHOT = 512;
const HOW = "Write one a line, as 5s: the door opens.";

/** One to six shots that the member wrote out. */
export function shotList(label: string) {
  return z
    .custom<readonly Shot[]>(areShots, {
      error: ({ input }) =>
        input === "auto"
          ? `${label} doesn't cut by itself; kling-3 does. ${HOW} Or choose kling-3.`
          : `shots can't be ${quote(input)}. ${HOW}`,
    })
    .superRefine((shots, context) => judge(shots, label, context))
    .optional()
    .describe(`1–${MOST_SHOTS} shots of up to ${LONGEST_SHOT} characters, their seconds adding up to the duration`);
}

/** Shots that the member wrote out, or `auto`: the model cuts the prompt into shots by itself. */
export function shotListOrAuto(label: string) {
  return z
    .custom<readonly Shot[] | "auto">((value) => value === "auto" || areShots(value), {
      error: ({ input }) => `shots can't be ${quote(input)}. ${HOW} Or say auto.`,
    })
    .superRefine((shots, context) => {
      if (shots !== "auto") judge(shots, label, context);
    })
    .optional()
    .describe(
      `auto, or 1–${MOST_SHOTS} shots of up to ${LONGEST_SHOT} characters, their seconds adding up to the duration`,
    );
}

function areShots(value: unknown): value is readonly Shot[] {
  return Array.isArray(value) && value.every(isShot);
}

function isShot(value: unknown): value is Shot {
  if (typeof value !== "object" || value === null) return false;
  const { prompt, seconds } = value as Partial<Shot>;
  return typeof prompt === "string" && typeof seconds === "number";
}

function judge(shots: readonly Shot[], label: string, context: z.RefinementCtx): void {
  if (shots.length === 0) refuse(context, `There are no shots in shots. ${HOW}`);
  if (shots.length > MOST_SHOTS) {
    const over = shots.length - MOST_SHOTS;
    refuse(context, `There are ${shots.length} shots; ${label} takes up to ${MOST_SHOTS}. Leave out ${over}.`);
    return;
  }
  shots.forEach(({ prompt, seconds }, index) => {
    const shot = `Shot ${index + 1}`;
    const length = lengthOf(prompt);
    if (prompt.trim() === "") {
      refuse(context, `${shot} has no words. Say what happens in it, as 5s: the door opens.`, index, "prompt");
    } else if (length > LONGEST_SHOT) {
      const over = length - LONGEST_SHOT;
      const sentence = `${shot} is ${length} characters long; a shot takes up to ${LONGEST_SHOT}. Shorten it by ${over}.`;
      refuse(context, sentence, index, "prompt");
    }
    if (!Number.isInteger(seconds) || seconds < 1) {
      const sentence = `${shot} lasts ${seconds} s; a shot lasts whole seconds, at least 1. Change its seconds.`;
      refuse(context, sentence, index, "seconds");
    }
  });
}

interface Story {
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
  label: string,
  { promptNeeded, lengths = LENGTHS }: { promptNeeded: boolean; lengths?: Lengths },
) {
  return ({ prompt, duration, shots }: Story, context: z.RefinementCtx): void => {
    if (shots === "auto" && prompt === undefined) {
      const sentence = `prompt is missing: with shots auto, ${label} cuts your prompt into shots. Say in words what the video should show.`;
      refuse(context, sentence, "prompt");
    }
    if (shots === undefined && prompt === undefined && promptNeeded) {
      refuse(context, "prompt is missing. Say in words what the video should show.", "prompt");
    }
    if (shots === undefined || shots === "auto") return;
    if (prompt !== undefined) {
      const sentence = `${label} reads either shots or a prompt, not both. Put the prompt's words into the shots or leave it out.`;
      refuse(context, sentence, "prompt");
    }
    judgeSeconds(label, { duration, sum: total(shots), shots: shots.length, lengths }, context);
  };
}

function judgeSeconds(
  label: string,
  { duration, sum, shots, lengths }: { duration: number | undefined; sum: number; shots: number; lengths: Lengths },
  context: z.RefinementCtx,
): void {
  const { min, max } = lengths;
  const adds = shots === 1 ? `The shot lasts ${sum} s` : `The shots add up to ${sum} s`;
  if (duration !== undefined && duration !== sum) {
    const change = sum < duration ? "longer" : "shorter";
    const them = shots === 1 ? "it" : "them";
    const by = Math.abs(duration - sum);
    refuse(
      context,
      `${adds}, but duration is ${duration} s. Make ${them} ${by} s ${change}, or leave duration out.`,
      "shots",
    );
  } else if (sum < min || sum > max) {
    const change = sum < min ? `Add ${min - sum} s.` : `Take ${sum - max} s away.`;
    refuse(context, `${adds}; ${label} makes videos of ${min} to ${max} s. ${change}`, "shots");
  }
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

/**
 * Shots as Turbo reads them, inside the prompt: `shot n, m, words;` for each. A semicolon ends a shot, so one in its
 * words becomes a comma.
 */
export function shotsAsPrompt(shots: readonly Shot[]): string {
  return shots
    .map(({ prompt, seconds }, index) => `shot ${index + 1}, ${seconds}, ${prompt.trim().replaceAll(";", ",")};`)
    .join(" ");
}

/** Refuses shots that are too long together for the one prompt they become. */
export function judgeShotsAsPrompt(label: string) {
  return ({ shots }: { shots?: readonly Shot[] | undefined }, context: z.RefinementCtx): void => {
    const over = shots ? lengthOf(shotsAsPrompt(shots)) - LONGEST_PROMPT : 0;
    if (over <= 0) return;
    const sentence = `The shots are ${count(LONGEST_PROMPT + over)} characters long together; ${label} takes up to ${count(LONGEST_PROMPT)}. Shorten them by ${count(over)}.`;
    refuse(context, sentence, "shots");
  };
}

/** "auto shots", "3 shots"; undefined without any. */
export function sayShots(shots: Story["shots"]): string | undefined {
  if (shots === undefined) return undefined;
  return shots === "auto" ? "auto shots" : plural(shots.length, "shot");
}
