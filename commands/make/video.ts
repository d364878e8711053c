import { defineCommand } from "../../src/chat/command/command.ts";
import {
  aspectOption,
  durationOption,
  elementOptions,
  modelOption,
  negativeOption,
  promptOption,
  qualityOption,
  requestOf,
  soundOption,
} from "./common.ts";

export default defineCommand({
  name: "video",
  description: "Make a video from words",
  options: {
    prompt: promptOption,
    model: modelOption,
    duration: durationOption,
    quality: qualityOption,
    aspect: aspectOption,
    sound: soundOption,
    negative: negativeOption,
    ...elementOptions,
  },
  run: ({ options, ...services }) => requestOf("text", options, services),
});
