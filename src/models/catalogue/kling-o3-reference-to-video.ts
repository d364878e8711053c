import { z } from "zod";
import { sentences } from "../../text/sentences.ts";
import { dotted } from "../../text/text.ts";
import { ELEMENT_ID } from "../documents/disputed.ts";
import { ELEMENT_LIST, EVERY, WATERMARK_INFO } from "../documents/parameters.ts";
import { characters } from "../parts/characters.ts";
import { judgeCompany } from "../parts/company.ts";
import { defineModel } from "../parts/define.ts";
import { inSeconds, withCharacters, withoutSound, withReferences, withWatermark } from "../parts/details.ts";
import { aboutAll } from "../parts/option.ts";
import {
  aspect,
  duration,
  firstGuess,
  keepSound,
  LEAST_SECONDS,
  neededText,
  quality,
  USUAL_SECONDS,
  watermark,
} from "../parts/parts.ts";
import { references } from "../parts/pictures.ts";
import { priceOfVideo, ratesOf } from "../parts/prices.ts";
import { neededVideo } from "../parts/videos.ts";
import { elementList, given, modelParams, watermarkInfo } from "../parts/wire.ts";
import { FROM_VIDEO, FROM_VIDEO_PRICES, LONG_VIDEO, MOST_BESIDE_VIDEO } from "../shared/kling-o3.ts";

const lengths = { min: LEAST_SECONDS, max: 10 };

const words = sentences("model.kling-o3-reference-to-video", {
  label: "Kling O3 reference",
  summary: "reference video → video",
  aspectLimits: "16:9, 9:16, or 1:1; by default the model chooses",
  noVideo: "Attach the video to follow as video, an MP4 or MOV of at least 3 s.",
  noPrompt: "Say what the new video should show: prompt is missing.",
});

const { label } = words;

const options = {
  video: neededVideo(label, words.noVideo, FROM_VIDEO),
  prompt: neededText("prompt", words.noPrompt),
  references: references(label, MOST_BESIDE_VIDEO),
  elements: characters(label, { most: MOST_BESIDE_VIDEO, kind: "images" }),
  duration: duration(label, lengths),
  quality,
  aspect: aspect(words.aspectLimits),
  keep_sound: keepSound,
  watermark,
};

const schema = z
  .object(options)
  .superRefine(judgeCompany(label, MOST_BESIDE_VIDEO))
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
  summary: words.summary,
  example: { video: "walk.mp4", prompt: "the same in snow" },
  options: aboutAll(options),
  marks: ["image", "video"],
  lengths,
  rates: ratesOf(FROM_VIDEO_PRICES),
  parameters: {
    ...EVERY,
    prompt: "prompt",
    video_url: "video",
    keep_original_sound: "keep_sound",
    image_urls: "references",
    duration: "duration",
    aspect_ratio: "aspect",
    quality: "quality",
    ...ELEMENT_LIST,
    ...WATERMARK_INFO,
  },
  disputes: [LONG_VIDEO, ELEMENT_ID],
  schema,
  price: ({ duration: seconds, quality }) => priceOfVideo(FROM_VIDEO_PRICES, { seconds, quality }),
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
  describe: ({ duration, quality, aspect, keep_sound, references, elements, watermark }) =>
    dotted(
      inSeconds(duration),
      quality,
      aspect,
      withoutSound(keep_sound),
      withReferences(references),
      withCharacters(elements),
      withWatermark(watermark),
    ),
});
