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
const LENGTH = /^\s*(\d+(?:\.\d+)?)\s*(?:s\s*)?[:,]/i;
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
    duration: durationOption,
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

/** Reads shots as they are written, one a line: `5s: the door opens`. */
function readShots(written: string): { prompt: string; seconds: number }[] {
  const lines = written.split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new UserError(words.noShots, { option: "shots" });
  return lines.map((line, index) => {
    const [before = "", seconds] = LENGTH.exec(line) ?? [];
    if (seconds === undefined) {
      throw new UserError(words.noLength({ line: index + 1, said: quoted(clip(line.trim())) }), { option: "shots" });
    }
    return { prompt: line.slice(before.length).trim(), seconds: Number(seconds) };
  });
}
