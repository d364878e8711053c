import { askedCard } from "../../src/chat/cards/asked.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { hintOf, modelOfCommand } from "../../src/models/families.ts";
import { sentences } from "../../src/text/sentences.ts";
import {
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

const words = sentences("command.edit", {
  description: "Edit a video by saying what should change",
  video: "The video to change: {limits}",
  menu: "Edit this video",
});

const model = modelOfCommand("edit");

export default defineCommand({
  name: "edit",
  description: words.description,
  onMessage: { id: "edit", name: words.menu, video: { command: "edit", option: "video" } },
  refusals: refusalsOf(model),
  options: {
    video: videoOption(words.video({ limits: hintOf(model, "video") }), { mark: "video" }),
    prompt: promptOption,
    quality: qualityOption,
    keep_sound: keepSoundOption,
    watermark: watermarkOption,
    ...referenceOptions([model]),
    ...elementOptions([model]),
  },
  run: async ({ options, generations }) => askedCard(await generations.request(model.id, toDraft(options))),
});
