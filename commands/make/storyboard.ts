import { UserError } from "../../src/base/errors.ts";
import { quote } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { choice, text } from "../../src/chat/command/options.ts";
import { ASPECTS } from "../../src/models/parts/parts.ts";
import {
  durationOption,
  elementOptions,
  firstFrameOption,
  modelOption,
  qualityOption,
  requestOf,
  soundOption,
} from "./common.ts";

export default defineCommand({
  name: "storyboard",
  description: "Make a video of up to six shots",
  options: {
    shots: text("One shot a line, as 5s: the door opens; or auto, and the model cuts the prompt", { rest: true }),
    prompt: text("What the video shows, only with shots:auto"),
    image: firstFrameOption,
    model: modelOption,
    duration: durationOption,
    quality: qualityOption,
    aspect: choice("Shape of the picture, 16:9 unless said; only without a first frame", ASPECTS),
    sound: soundOption,
    ...elementOptions,
  },
  run: ({ options: { shots, ...rest }, ...services }) =>
    requestOf(rest.image ? "image" : "text", { ...rest, shots: readShots(shots) }, services),
});

/** Reads shots as they are written, one a line: `5s: the door opens`. */
function readShots(written: string | undefined): { prompt: string; seconds: number }[] | "auto" {
  const lines = (written ?? "").split("\n").filter((line) => line.trim() !== "");
  if (lines.length === 0) {
    throw new UserError("There are no shots. Write one a line, as 5s: the door opens.", { option: "shots" });
  }
  if (lines.length === 1 && lines[0]?.trim().toLowerCase() === "auto") return "auto";
  return lines.map((line, index) => {
    const [before = "", seconds] = /^\s*(\d+(?:\.\d+)?)\s*(?:s\s*)?[:,]/i.exec(line) ?? [];
    if (seconds === undefined) {
      const sentence = `Line ${index + 1}, ${quote(line.trim())}, doesn't say how long the shot lasts. Write it as 5s: the door opens.`;
      throw new UserError(sentence, { option: "shots" });
    }
    return { prompt: line.slice(before.length).trim(), seconds: Number(seconds) };
  });
}
