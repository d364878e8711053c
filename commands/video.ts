import { defineCommand } from "../src/chat/command.ts";
import { modelIdOf } from "../src/models/families.ts";
import {
  aspectOption,
  durationOption,
  modelOption,
  negativeOption,
  promptOption,
  qualityOption,
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
  },
  run: ({ options: { model = "kling-3", ...input }, generations }) =>
    generations.request(modelIdOf(model, "text"), input),
});
