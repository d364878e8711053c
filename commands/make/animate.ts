import { defineCommand } from "../../src/chat/command/command.ts";
import { modelsFrom } from "../../src/models/families.ts";
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
  promptOption,
  qualityOptionTo4k,
  referenceOptions,
  soundOption,
  watermarkOption,
} from "./common.ts";
import { requestOf } from "./request.ts";

const words = sentences("command.animate", {
  description: "Bring a picture to life",
  aspect: "Shape of the video; only without a first frame",
  menu: "Animate this",
  result: "Use as first frame",
});

const models = modelsFrom("image");
const references = referenceOptions(models);

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
    end_image: endImageOption,
    model: modelOption,
    duration: durationOption,
    quality: qualityOptionTo4k,
    sound: soundOption,
    negative: negativeOption,
    aspect: aspectWith(words.aspect),
    watermark: watermarkOption,
    pictures: picturesOption(references),
    ...references,
    ...elementOptions(models),
  },
  run: ({ options, ...services }) => requestOf("image", options, services),
});
