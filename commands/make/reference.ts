import { askedCard } from "../../src/chat/cards/asked.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { attachment, choice } from "../../src/chat/command/options.ts";
import { modelOfCommand } from "../../src/models/families.ts";
import { ASPECTS, lengthsOf } from "../../src/models/parts/parts.ts";
import {
  durationWithin,
  elementOptions,
  keepSoundOption,
  promptOption,
  qualityOption,
  referenceOptions,
  toDraft,
} from "./common.ts";

const model = modelOfCommand("reference");

export default defineCommand({
  name: "reference",
  description: "Make a new video that follows another",
  onMessage: {
    id: "reference",
    name: "Use as reference",
    image: { command: "animate", option: "reference1" },
    video: { command: "reference", option: "video" },
  },
  options: {
    video: attachment("The video to follow: MP4 or MOV, at least 3 s, 720–2160 pixels a side, up to 200 MB", {
      accept: "video",
    }),
    prompt: promptOption,
    duration: durationWithin(lengthsOf([model])),
    quality: qualityOption,
    aspect: choice("Shape of the picture; the model chooses unless you say", ASPECTS),
    keep_sound: keepSoundOption,
    ...referenceOptions,
    ...elementOptions,
  },
  run: async ({ options, generations }) => askedCard(await generations.request(model.id, toDraft(options))),
});
