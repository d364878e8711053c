import type { z } from "zod";
import { clip } from "../../base/words.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { refuse } from "../parts/problems.ts";
import { judgeShots, type Shot, type Story } from "./shots.ts";

/**
 * Shots inside a prompt: `shot n, m, words;` for each, n its number and m its whole seconds, 镜头 being the word for
 * shot in the specification (`prompt` in
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-turbo-text-to-video), shot in the product page
 * (https://evolink.ai/kling-3-turbo). A prompt that begins this way is read as shots, and any other is left alone.
 */
const HEAD = /^(?:镜头|shot)\s*(\d{1,9})\s*[,，]\s*(\d{1,9}(?:\.\d{1,9})?)(?:\s*s)?\s*[,，]/iu;
/** The same in the words of a shot, where it means that the end of one was forgotten. */
const HEAD_WITHIN = /(?<![\p{L}\p{N}])(?:镜头|shot)\s*\d{1,9}\s*[,，]\s*\d{1,9}(?:\.\d{1,9})?(?:\s*s)?\s*[,，]/iu;

/** What ends a shot. */
const END = /[;；]/u;

const words = sentences("model.shots-in-prompt", {
  notAShot:
    "Begin it like “shot {next}, 3, the door opens;”, or put it into shot {last}: {said} after shot {last} isn't a shot.",
  wrongNumber: "Number the shots from 1: shot {said} comes where shot {number} should.",
  noEnd: "End shot {number} with a semicolon: {said} stands in its words.",
});

/** The shots as the model reads them. A semicolon ends a shot, so one in its words becomes a comma. */
export function writeShots(shots: readonly Shot[]): string {
  return shots
    .map(({ prompt, seconds }, index) => {
      const said = prompt.trim().replaceAll(new RegExp(END, "gu"), ",");
      return `shot ${index + 1}, ${seconds}, ${said};`;
    })
    .join(" ");
}

/**
 * The input with the shots that its prompt is made of in the place of the prompt; as it is where the prompt is none, or
 * where there are shots beside it. What only nearly has the form is refused: the model would make something else of it.
 */
export function withShotsOfPrompt(model: Text) {
  return <Input extends Story>(input: Input, context: z.RefinementCtx): Input => {
    const { prompt, shots } = input;
    if (prompt === undefined || shots !== undefined || !HEAD.test(prompt)) return input;
    const read = readShots(prompt);
    if ("problem" in read) {
      refuse(context, read.problem, "prompt");
      return input;
    }
    judgeShots(read.shots, model, context, "prompt");
    return { ...input, prompt: undefined, shots: read.shots };
  };
}

/** The shots of a prompt that begins with one, or what keeps it from being shots alone. */
function readShots(prompt: string): { shots: readonly Shot[] } | { problem: Text } {
  const parts = prompt.split(END).map((part) => part.trim());
  const shots: Shot[] = [];
  for (const part of parts.filter((part) => part !== "")) {
    const number = shots.length + 1;
    const [head, said, seconds] = HEAD.exec(part) ?? [];
    if (head === undefined) {
      return { problem: words.notAShot({ said: quoted(clip(part)), last: shots.length, next: number }) };
    }
    if (Number(said) !== number) return { problem: words.wrongNumber({ said: Number(said), number }) };
    const rest = part.slice(head.length).trim();
    const within = HEAD_WITHIN.exec(rest);
    if (within) return { problem: words.noEnd({ number, said: quoted(clip(within[0])) }) };
    shots.push({ prompt: rest, seconds: Number(seconds) });
  }
  return { shots };
}
