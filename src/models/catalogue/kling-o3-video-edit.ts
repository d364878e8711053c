import { z } from "zod";
import { dots } from "../../base/words.ts";
import { judgeCompany, MOST_WITH_VIDEO, sayCompany } from "../parts/company.ts";
import { limitsOf } from "../parts/input.ts";
import { defineModel } from "../parts/model.ts";
import { elements, firstGuess, keepSound, neededWords, quality, watermark } from "../parts/parts.ts";
import { references } from "../parts/pictures.ts";
import { billedSeconds, O3_FROM_VIDEO, priceOfVideo, ratesOf } from "../parts/prices.ts";
import { neededVideo, O3_VIDEO } from "../parts/videos.ts";
import { elementList, given, modelParams, watermarkInfo } from "../parts/wire.ts";

const label = "Kling O3 edit";

const options = {
  video: neededVideo(label, "video is missing. Attach the video to edit, an MP4 or MOV of at least 3 s.", O3_VIDEO),
  prompt: neededWords("prompt", label, "Say in words what should change."),
  references: references(label, MOST_WITH_VIDEO),
  elements: elements(label, { most: MOST_WITH_VIDEO, kind: "images" }),
  quality,
  keep_sound: keepSound,
  watermark,
};

const schema = z.object(options).superRefine(judgeCompany(label));

/**
 * Kling O3 changes a video as the prompt says. Billed by the video's own length, rounded up to a whole second.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-video-edit, https://evolink.ai/kling-o3
 */
export const klingO3VideoEdit = defineModel({
  id: "kling-o3-video-edit",
  label,
  asked: { command: "edit" },
  makes: "video",
  summary: "video → changed video",
  options: limitsOf(options),
  refusals: {
    duration: `${label} keeps the video's own length. Leave duration out, or cut the video first.`,
    aspect: `${label} keeps the video's own shape. Leave aspect out, or crop the video first.`,
  },
  rates: ratesOf(O3_FROM_VIDEO),
  schema,
  price: ({ video, quality }) => priceOfVideo(O3_FROM_VIDEO, { seconds: billedSeconds(video.seconds), quality }),
  seconds: ({ video }) => billedSeconds(video.seconds),
  estimate: ({ video }) => firstGuess(180, billedSeconds(video.seconds)),
  media: ({ video, references }) => [video, ...references],
  toWire: (input, address) => ({
    model: "kling-o3-video-edit",
    prompt: input.prompt,
    video_url: address(input.video),
    ...given({ image_urls: input.references.length > 0 ? input.references.map(address) : undefined }),
    keep_original_sound: input.keep_sound,
    quality: input.quality,
    ...modelParams(elementList(input.elements), watermarkInfo(input.watermark)),
  }),
  describe: (input) =>
    dots(
      `${billedSeconds(input.video.seconds)} s`,
      input.quality,
      !input.keep_sound && "original sound off",
      sayCompany(input),
    ),
});
