import { UserError } from "../../src/base/errors.ts";
import { clip } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { text, typedAlso } from "../../src/chat/command/options.ts";
import { modelsFrom } from "../../src/models/families.ts";
import type { Draft } from "../../src/models/parts/draft.ts";
import { LONGEST_SHOT, MOST_SHOTS } from "../../src/models/shots/shots.ts";
import { quoted } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";
import {
  aspectWith,
  durationOption,
  elementOptions,
  endImageOption,
  firstFrameOption,
  modelOption,
  negativeOption,
  picturesOption,
  qualityOptionTo4k,
  referenceOptions,
  soundOption,
  watermarkOption,
} from "./common.ts";
import { requestOf, toDraft } from "./request.ts";

const words = sentences("command.storyboard", {
  description: "Make a video of up to six shots",
  shots: "One shot a line, such as 5s: the door opens; or auto and a prompt, for the model to cut",
  shot: "Shot",
  example: "5s: the door opens",
  prompt: "What the video shows, where shots is auto alone",
  aspect: "Shape of the video, 16:9 by default; only without a first frame",
  noShots: "Write one shot a line, such as 5s: the door opens. There are none yet.",
  twice: "Write the prompt once: after auto, or as prompt.",
  noLength:
    "Say how long the shot in line {line, number} lasts, such as 5s: the door opens. It says {said} without a length.",
});

const models = [...modelsFrom("text"), ...modelsFrom("image")].filter((model) => !model.lacks("shots"));
const references = referenceOptions(models);

/** What makes it a video from pictures. */
const PICTURES = ["image", "end_image", "references"];

/** How a shot begins: with its length. */
const LENGTH = /^\s*\(?(\d+(?:\.\d+)?)(?:\s*(?:s|secs?|seconds?))?\)?\s*[:,]/i;
/** What a list has before it. */
const BULLET = /^(?:[-*•–—]\s+|\d{1,2}[.)]\s+|(?:shot|scene)\s+\d{1,2}\b[.:,)]?\s*)/i;
const SECONDS_BEFORE = /^\(?(\d+(?:\.\d+)?)\s?(?:s|secs?|seconds?)\)?(?:\s+[–—-])?\s+/i;
const SECONDS_BEHIND = /[\s(](\d+(?:\.\d+)?)\s?(?:s|secs?|seconds?)\)?\.?$/i;
/** Where another shot begins in a line: `; 3s:`, `| shot 2`, or a length in seconds and a colon. */
const NEXT_SHOT =
  /[;|]\s*(?=(?:shot|scene)\s+\d|\(?\d+(?:\.\d+)?\s?(?:s|secs?|seconds?)?\)?\s?[:,])|(?<!^[-*•–—]|^\d{1,2}[.)]|(?:shot|scene)\s\d{1,2}[.:,]?)\s(?=\(?\d{1,2}(?:\.\d+)?\s?(?:s|secs?|seconds?)\)?:)/i;
/** The longest that stands before a shot's words. */
const LENGTH_BEFORE = "15s: ";

export default defineCommand({
  name: "storyboard",
  description: words.description,
  options: {
    shots: typedAlso(
      text(words.shots, {
        rest: true,
        label: words.shot,
        lines: {
          most: MOST_SHOTS,
          longest: LONGEST_SHOT + LENGTH_BEFORE.length,
          example: words.example,
          begins: LENGTH,
        },
      }),
      "multi_prompt",
    ),
    prompt: text(words.prompt),
    image: firstFrameOption,
    end_image: endImageOption,
    model: modelOption,
    // With shots that say how long they are, a length by itself is one of theirs.
    duration: { ...durationOption, aloneAfter: "auto" },
    quality: qualityOptionTo4k,
    aspect: aspectWith(words.aspect),
    sound: soundOption,
    negative: negativeOption,
    watermark: watermarkOption,
    pictures: picturesOption(references),
    ...references,
    ...elementOptions(models),
  },
  run: ({ options: { shots, prompt, ...rest }, ...services }) => {
    const draft: Draft = { ...toDraft(rest), ...readStory(shots, prompt) };
    return requestOf(PICTURES.some((name) => draft[name] !== undefined) ? "image" : "text", draft, services);
  },
});

/** Shots as they are written, or `auto` with the prompt to cut: the words behind it, or those of `prompt`. */
function readStory(written: string = "", prompt?: string) {
  const [said, behind = ""] = /^\s*auto(?:$|[\s:,]+([\s\S]*))$/i.exec(written) ?? [];
  if (said === undefined) return { shots: readShots(written), prompt };
  const cut = behind.trim() || undefined;
  if (cut !== undefined && prompt !== undefined) throw new UserError(words.twice, { option: "prompt" });
  return { shots: "auto" as const, prompt: cut ?? prompt };
}

/** Reads shots as they are written, one a line or one behind the other: `5s: the door opens; 3s: she looks up`. */
function readShots(written: string): { prompt: string; seconds: number }[] {
  const shots = written.split("\n").flatMap(shotsOfLine);
  if (shots.length === 0) throw new UserError(words.noShots, { option: "shots" });
  return shots.map((said, index) => {
    const shot = readShot(said);
    if (shot) return shot;
    throw new UserError(words.noLength({ line: index + 1, said: quoted(clip(said)) }), { option: "shots" });
  });
}

/** The shots of one line. A semicolon or a bar ends one where each has its length, or where the next begins with its own. */
function shotsOfLine(line: string): string[] {
  const parts = partsOf(line, /[;|]/);
  return parts.every((part) => readShot(part)) ? parts.flatMap(byLength) : byLength(line);
}

function byLength(line: string): string[] {
  return partsOf(line.trim(), NEXT_SHOT);
}

function partsOf(line: string, between: RegExp): string[] {
  return line.split(between).flatMap((part) => part.trim() || []);
}

/** A shot with its length before or behind its words; undefined without one. */
function readShot(said: string): { prompt: string; seconds: number } | undefined {
  const shot = said.trim().replace(BULLET, "");
  const before = LENGTH.exec(shot) ?? SECONDS_BEFORE.exec(shot);
  if (before) return { prompt: shot.slice(before[0].length).trim(), seconds: Number(before[1]) };
  const behind = SECONDS_BEHIND.exec(shot);
  return behind ? { prompt: shot.slice(0, behind.index).trim(), seconds: Number(behind[1]) } : undefined;
}
