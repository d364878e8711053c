import { defineCommand } from "../src/chat/command.ts";
import { attachment, choice } from "../src/chat/options.ts";
import { modelIdOf } from "../src/models/families.ts";
import {
  durationOption,
  firstFrameOption,
  modelOption,
  negativeOption,
  promptOption,
  qualityOption,
  soundOption,
} from "./common.ts";

export default defineCommand({
  name: "animate",
  description: "Bring a picture to life",
  options: {
    image: firstFrameOption,
    prompt: promptOption,
    end_image: attachment("The last frame (Kling 3.0 and O3)", { accept: "image" }),
    model: modelOption,
    duration: durationOption,
    quality: qualityOption,
    sound: soundOption,
    negative: negativeOption,
    aspect: choice("Shape of the picture, only without a first frame", ["16:9", "9:16", "1:1"]),
  },
  run: ({ options: { model = "kling-3", ...input }, generations }) =>
    generations.request(modelIdOf(model, "image"), input),
});
