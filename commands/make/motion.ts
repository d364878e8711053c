import { askedCard } from "../../src/chat/cards/asked.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { attachment, choice, typedAlso } from "../../src/chat/command/options.ts";
import { hintOf, modelOfCommand } from "../../src/models/families.ts";
import { PICTURE_HINT } from "../../src/models/parts/pictures.ts";
import { sentences } from "../../src/text/sentences.ts";
import {
  elementOptions,
  keepSoundOption,
  promptOption,
  qualityOption,
  refusalsOf,
  videoOption,
  watermarkOption,
} from "./common.ts";
import { toDraft } from "./request.ts";

const words = sentences("command.motion", {
  description: "Make a character move like the person in a video",
  image: "The character: {limits}",
  video: "The performance to copy: {limits}",
  orientation: "Which way it faces: as in the image by default, as in the video with a character from the cast",
  character: "A character from the cast that was made from a video; with orientation:video",
  menu: "Use as motion",
});

const model = modelOfCommand("motion");

export default defineCommand({
  name: "motion",
  description: words.description,
  onMessage: {
    id: "motion",
    name: words.menu,
    image: { command: "motion", option: "image" },
    video: { command: "motion", option: "video" },
  },
  refusals: refusalsOf(model),
  options: {
    image: typedAlso(attachment(words.image({ limits: PICTURE_HINT }), { accept: "image" }), "image_urls"),
    video: videoOption(words.video({ limits: hintOf(model, "video") })),
    prompt: promptOption,
    orientation: typedAlso(choice(words.orientation, ["image", "video"]), "character_orientation"),
    quality: qualityOption,
    keep_sound: keepSoundOption,
    watermark: watermarkOption,
    ...elementOptions([model], words.character),
  },
  run: async ({ options, generations }) => askedCard(await generations.request(model.id, toDraft(options))),
});
