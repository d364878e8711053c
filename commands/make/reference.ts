import { askedCard } from "../../src/chat/cards/asked.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { hintOf, modelOfCommand } from "../../src/models/families.ts";
import { lengthsOf } from "../../src/models/parts/parts.ts";
import { sentences } from "../../src/text/sentences.ts";
import {
  aspectWith,
  durationWithin,
  elementOptions,
  keepSoundOption,
  promptOption,
  qualityOption,
  referenceOptions,
  refusalsOf,
  videoOption,
  watermarkOption,
} from "./common.ts";
import { toDraft } from "./request.ts";

const words = sentences("command.reference", {
  description: "Make a new video that follows another",
  video: "The video to follow: {limits}",
  aspect: "Shape of the video; the model chooses by default",
  menu: "Use as reference",
});

const model = modelOfCommand("reference");

export default defineCommand({
  name: "reference",
  description: words.description,
  onMessage: {
    id: "reference",
    name: words.menu,
    image: { command: "animate", option: "reference1" },
    video: { command: "reference", option: "video" },
  },
  refusals: refusalsOf(model),
  options: {
    video: videoOption(words.video({ limits: hintOf(model, "video") }), { mark: "video" }),
    prompt: promptOption,
    duration: durationWithin(lengthsOf([model])),
    quality: qualityOption,
    aspect: aspectWith(words.aspect),
    keep_sound: keepSoundOption,
    watermark: watermarkOption,
    ...referenceOptions([model]),
    ...elementOptions([model]),
  },
  run: async ({ options, generations }) => askedCard(await generations.request(model.id, toDraft(options))),
});
