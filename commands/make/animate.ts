import { defineCommand } from "../../src/chat/command/command.ts";
import { attachment, choice } from "../../src/chat/command/options.ts";
import { familiesWith } from "../../src/models/families.ts";
import { ASPECTS } from "../../src/models/parts/parts.ts";
import { inEnglish } from "../../src/text/render.ts";
import {
  durationOption,
  elementOptions,
  firstFrameOption,
  modelOption,
  negativeOption,
  promptOption,
  qualityOption,
  referenceOptions,
  requestOf,
  soundOption,
} from "./common.ts";

export default defineCommand({
  name: "animate",
  description: "Bring a picture to life",
  onMessage: { id: "animate", name: "Animate this", image: { command: "animate", option: "image" } },
  results: [
    {
      label: "Use as first frame",
      group: "continue",
      does: "edit",
      when: ({ facts }) => facts.lastFrame,
      line: ({ id }) => `animate image:${id}.last`,
    },
  ],
  options: {
    image: firstFrameOption,
    prompt: promptOption,
    end_image: attachment(`The last frame (${inEnglish(familiesWith("end_image"))})`, { accept: "image" }),
    model: modelOption,
    duration: durationOption,
    quality: qualityOption,
    sound: soundOption,
    negative: negativeOption,
    aspect: choice("Shape of the picture, only without a first frame", ASPECTS),
    ...referenceOptions,
    ...elementOptions,
  },
  run: ({ options, ...services }) => requestOf("image", options, services),
});
