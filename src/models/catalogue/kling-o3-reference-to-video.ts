import { z } from "zod";
import { dots } from "../../base/words.ts";
import { judgeCompany, MOST_WITH_VIDEO, sayCompany } from "../parts/company.ts";
import { limitsOf } from "../parts/input.ts";
import { defineModel } from "../parts/model.ts";
import {
  aspect,
  duration,
  elements,
  firstGuess,
  keepSound,
  LEAST_SECONDS,
  neededWords,
  quality,
  USUAL_SECONDS,
  watermark,
} from "../parts/parts.ts";
import { references } from "../parts/pictures.ts";
import { O3_FROM_VIDEO, priceOfVideo, ratesOf } from "../parts/prices.ts";
import { neededVideo, O3_VIDEO } from "../parts/videos.ts";
import { elementList, given, modelParams, watermarkInfo } from "../parts/wire.ts";

const label = "Kling O3 reference";

const lengths = { min: LEAST_SECONDS, max: 10 };

const options = {
  video: neededVideo(label, "video is missing. Attach the video to follow, an MP4 or MOV of at least 3 s.", O3_VIDEO),
  prompt: neededWords("prompt", label, "Say in words what the new video should show."),
  references: references(label, MOST_WITH_VIDEO),
  elements: elements(label, { most: MOST_WITH_VIDEO, kind: "images" }),
  duration: duration(label, lengths),
  quality,
  aspect: aspect.optional().describe("16:9, 9:16 or 1:1; the model chooses unless said"),
  keep_sound: keepSound,
  watermark,
};

const schema = z
  .object(options)
  .superRefine(judgeCompany(label))
  .transform((input) => ({ ...input, duration: input.duration ?? USUAL_SECONDS }));

/**
 * Kling O3 makes a new video after the manner of another.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-reference-to-video, https://evolink.ai/kling-o3
 */
export const klingO3ReferenceToVideo = defineModel({
  id: "kling-o3-reference-to-video",
  label,
  asked: { command: "reference" },
  makes: "video",
  summary: "reference video → video",
  options: limitsOf(options),
  lengths,
  rates: ratesOf(O3_FROM_VIDEO),
  schema,
  price: ({ duration: seconds, quality }) => priceOfVideo(O3_FROM_VIDEO, { seconds, quality }),
  seconds: ({ duration }) => duration,
  estimate: ({ duration }) => firstGuess(180, duration),
  media: ({ video, references }) => [video, ...references],
  toWire: (input, address) => ({
    model: "kling-o3-reference-to-video",
    prompt: input.prompt,
    video_url: address(input.video),
    ...given({
      image_urls: input.references.length > 0 ? input.references.map(address) : undefined,
      aspect_ratio: input.aspect,
    }),
    keep_original_sound: input.keep_sound,
    duration: input.duration,
    quality: input.quality,
    ...modelParams(elementList(input.elements), watermarkInfo(input.watermark)),
  }),
  describe: (input) =>
    dots(
      `${input.duration} s`,
      input.quality,
      input.aspect,
      !input.keep_sound && "original sound off",
      sayCompany(input),
    ),
});
