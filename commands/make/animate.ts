import { defineCommand } from "../../src/chat/command/command.ts";
import { attachment, choice } from "../../src/chat/command/options.ts";
import { familiesWith } from "../../src/models/families.ts";
import { ASPECTS } from "../../src/models/parts/parts.ts";
import { sentences } from "../../src/text/sentences.ts";
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

const words = sentences("command.animate", {
  description: "Bring a picture to life",
  endImage: "The last frame ({models})",
  aspect: "Shape of the video; only without a first frame",
  menu: "Animate this",
  result: "Use as first frame",
});

export default defineCommand({
  name: "animate",
  description: words.description,
  onMessage: { id: "animate", name: words.menu, image: { command: "animate", option: "image" } },
  results: [
    {
      label: words.result,
      group: "continue",
      does: "edit",
      when: ({ facts }) => facts.lastFrame,
      line: ({ id }) => `animate image:${id}.last`,
    },
  ],
  options: {
    image: firstFrameOption,
    prompt: promptOption,
    end_image: attachment(words.endImage({ models: familiesWith("end_image") }), { accept: "image" }),
    model: modelOption,
    duration: durationOption,
    quality: qualityOption,
    sound: soundOption,
    negative: negativeOption,
    aspect: choice(words.aspect, ASPECTS),
    ...referenceOptions,
    ...elementOptions,
  },
  run: ({ options, ...services }) => requestOf("image", options, services),
});
