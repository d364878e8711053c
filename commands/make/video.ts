import { defineCommand } from "../../src/chat/command/command.ts";
import { modelsFrom } from "../../src/models/families.ts";
import { sentences } from "../../src/text/sentences.ts";
import {
  aspectOption,
  durationOption,
  elementOptions,
  modelOption,
  negativeOption,
  promptOption,
  qualityOptionTo4k,
  soundOption,
  watermarkOption,
} from "./common.ts";
import { requestOf } from "./request.ts";

const words = sentences("command.video", {
  description: "Make a video from words",
});

export default defineCommand({
  name: "video",
  description: words.description,
  options: {
    prompt: promptOption,
    model: modelOption,
    duration: durationOption,
    quality: qualityOptionTo4k,
    aspect: aspectOption,
    sound: soundOption,
    negative: negativeOption,
    watermark: watermarkOption,
    ...elementOptions(modelsFrom("text")),
  },
  run: ({ options, ...services }) => requestOf("text", options, services),
});
