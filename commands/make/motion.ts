import { askedCard } from "../../src/chat/cards/asked.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { attachment, choice, text } from "../../src/chat/command/options.ts";
import { modelOfCommand } from "../../src/models/families.ts";
import { PICTURE_HINT } from "../../src/models/parts/pictures.ts";
import { inEnglish } from "../../src/text/render.ts";
import { keepSoundOption, promptOption, qualityOption, toDraft } from "./common.ts";

export default defineCommand({
  name: "motion",
  description: "Move a character like the person in a video",
  onMessage: {
    id: "motion",
    name: "Use as motion",
    image: { command: "motion", option: "image" },
    video: { command: "motion", option: "video" },
  },
  options: {
    image: attachment(`The character: ${inEnglish(PICTURE_HINT)}`, { accept: "image" }),
    video: attachment("The performance to copy: MP4 or MOV, 3–30 s, up to 100 MB", { accept: "video" }),
    prompt: promptOption,
    orientation: choice("Which way the character faces: image unless said, video with a character from the cast", [
      "image",
      "video",
    ]),
    quality: qualityOption,
    keep_sound: keepSoundOption,
    element1: text("A character from the cast, made from a video; with orientation video", { completes: "element" }),
  },
  run: async ({ options, generations }) =>
    askedCard(await generations.request(modelOfCommand("motion").id, toDraft(options))),
});
