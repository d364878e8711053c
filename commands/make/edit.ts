import { askedCard } from "../../src/chat/cards/asked.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { attachment } from "../../src/chat/command/options.ts";
import { modelOfCommand } from "../../src/models/families.ts";
import { elementOptions, keepSoundOption, promptOption, qualityOption, referenceOptions, toDraft } from "./common.ts";

export default defineCommand({
  name: "edit",
  description: "Change a video as you say",
  onMessage: { id: "edit", name: "Edit this video", video: { command: "edit", option: "video" } },
  options: {
    video: attachment("The video to change: MP4 or MOV, at least 3 s, 720–2160 pixels a side, up to 200 MB", {
      accept: "video",
    }),
    prompt: promptOption,
    quality: qualityOption,
    keep_sound: keepSoundOption,
    ...referenceOptions,
    ...elementOptions,
  },
  run: async ({ options, generations }) =>
    askedCard(await generations.request(modelOfCommand("edit").id, toDraft(options))),
});
