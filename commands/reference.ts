import { defineCommand } from "../src/chat/command.ts";
import { attachment, choice, seconds } from "../src/chat/options.ts";
import { ASPECTS } from "../src/models/parts.ts";
import { elementOptions, keepSoundOption, promptOption, qualityOption, referenceOptions, toDraft } from "./common.ts";

export default defineCommand({
  name: "reference",
  description: "Make a new video that follows another",
  options: {
    video: attachment("The video to follow: MP4 or MOV, at least 3 s, 720–2160 pixels a side, up to 200 MB", {
      accept: "video",
    }),
    prompt: promptOption,
    duration: seconds("Length in whole seconds", { min: 3, max: 10, standard: "5" }),
    quality: qualityOption,
    aspect: choice("Shape of the picture; the model chooses unless you say", ASPECTS),
    keep_sound: keepSoundOption,
    ...referenceOptions,
    ...elementOptions,
  },
  run: ({ options, generations }) => generations.request("kling-o3-reference-to-video", toDraft(options)),
});
