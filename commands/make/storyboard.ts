import { UserError } from "../../src/base/errors.ts";
import { clip } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { choice, text } from "../../src/chat/command/options.ts";
import { ASPECTS } from "../../src/models/parts/parts.ts";
import { quoted } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";
import {
  durationOption,
  elementOptions,
  firstFrameOption,
  modelOption,
  qualityOption,
  requestOf,
  soundOption,
} from "./common.ts";

const words = sentences("command.storyboard", {
  description: "Make a video of up to six shots",
  shots: "One shot a line, such as 5s: the door opens; or auto, to let the model cut the prompt",
  prompt: "What the video shows; only with shots:auto",
  aspect: "Shape of the video, 16:9 by default; only without a first frame",
  noShots: "Write one shot a line, such as 5s: the door opens. There are none yet.",
  noLength:
    "Say how long the shot in line {line, number} lasts, such as 5s: the door opens. It says {said} without a length.",
});

export default defineCommand({
  name: "storyboard",
  description: words.description,
  options: {
    shots: text(words.shots, { rest: true }),
    prompt: text(words.prompt),
    image: firstFrameOption,
    model: modelOption,
    duration: durationOption,
    quality: qualityOption,
    aspect: choice(words.aspect, ASPECTS),
    sound: soundOption,
    ...elementOptions,
  },
  run: ({ options: { shots, ...rest }, ...services }) =>
    requestOf(rest.image ? "image" : "text", { ...rest, shots: readShots(shots) }, services),
});

/** Reads shots as they are written, one a line: `5s: the door opens`. */
function readShots(written: string | undefined): { prompt: string; seconds: number }[] | "auto" {
  const lines = (written ?? "").split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) throw new UserError(words.noShots, { option: "shots" });
  if (lines.length === 1 && lines[0]?.trim().toLowerCase() === "auto") return "auto";
  return lines.map((line, index) => {
    const [before = "", seconds] = /^\s*(\d+(?:\.\d+)?)\s*(?:s\s*)?[:,]/i.exec(line) ?? [];
    if (seconds === undefined) {
      throw new UserError(words.noLength({ line: index + 1, said: quoted(clip(line.trim())) }), { option: "shots" });
    }
    return { prompt: line.slice(before.length).trim(), seconds: Number(seconds) };
  });
}
