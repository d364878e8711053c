import { askedCard } from "../../src/chat/cards/asked.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { attachment, choice } from "../../src/chat/command/options.ts";
import { hintOf, modelOfCommand } from "../../src/models/families.ts";
import { ASPECTS, lengthsOf } from "../../src/models/parts/parts.ts";
import { sentences } from "../../src/text/sentences.ts";
import {
  durationWithin,
  elementOptions,
  keepSoundOption,
  promptOption,
  qualityOption,
  referenceOptions,
  toDraft,
} from "./common.ts";

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
  options: {
    video: attachment(words.video({ limits: hintOf(model, "video") }), { accept: "video" }),
    prompt: promptOption,
    duration: durationWithin(lengthsOf([model])),
    quality: qualityOption,
    aspect: choice(words.aspect, ASPECTS),
    keep_sound: keepSoundOption,
    ...referenceOptions,
    ...elementOptions,
  },
  run: async ({ options, generations }) => askedCard(await generations.request(model.id, toDraft(options))),
});
