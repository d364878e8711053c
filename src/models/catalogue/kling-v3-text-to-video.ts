import { z } from "zod";
import { sentences } from "../../text/sentences.ts";
import { dotted } from "../../text/text.ts";
import { QUALITY_4K } from "../documents/disputed.ts";
import { EVERY, MULTI_SHOT, WATERMARK_INFO } from "../documents/parameters.ts";
import { defineModel } from "../parts/define.ts";
import { inSeconds, inShots, withSound, withWatermark } from "../parts/details.ts";
import { aboutAll } from "../parts/option.ts";
import {
  aspectOfWords,
  duration,
  firstGuess,
  LENGTHS,
  promptOrShots,
  qualityTo4k,
  sound,
  text,
  watermark,
} from "../parts/parts.ts";
import { priceOfVideo, ratesOf } from "../parts/prices.ts";
import { given, modelParams, onOff, watermarkInfo } from "../parts/wire.ts";
import { KLING_3, KLING_3_PRICES } from "../shared/kling-3.ts";
import { judgeStory, multiShot, shotListOrAuto, withDuration } from "../shots/shots.ts";

const { label } = KLING_3;

const words = sentences("model.kling-v3-text-to-video", { summary: "text → video" });

const options = {
  prompt: promptOrShots(),
  negative: text("negative"),
  duration: duration(label),
  quality: qualityTo4k,
  aspect: aspectOfWords,
  sound,
  shots: shotListOrAuto(label),
  watermark,
};

const schema = z
  .object(options)
  .superRefine(judgeStory(label, { promptNeeded: true }))
  .transform(withDuration);

/**
 * Kling 3.0 from words.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-text-to-video, https://evolink.ai/kling-3
 */
export const klingV3TextToVideo = defineModel({
  id: "kling-v3-text-to-video",
  label,
  asked: { ...KLING_3.asked, from: "text" },
  makes: "video",
  summary: words.summary,
  example: { prompt: "a paper boat on a river" },
  options: aboutAll(options),
  lengths: LENGTHS,
  unpriced: "4k",
  rates: ratesOf(KLING_3_PRICES),
  parameters: {
    ...EVERY,
    prompt: "prompt",
    negative_prompt: "negative",
    duration: "duration",
    aspect_ratio: "aspect",
    quality: "quality",
    sound: "sound",
    ...MULTI_SHOT,
    ...WATERMARK_INFO,
  },
  disputes: [QUALITY_4K],
  schema,
  price: ({ duration: seconds, quality, sound }) => priceOfVideo(KLING_3_PRICES, { seconds, quality, sound }),
  seconds: ({ duration }) => duration,
  estimate: ({ duration }) => firstGuess(180, duration),
  media: () => [],
  toWire: ({ prompt, negative, duration, quality, aspect, sound, shots, watermark }) => ({
    model: "kling-v3-text-to-video",
    ...given({ negative_prompt: negative }),
    // Required by the specification, and empty where shots say it all.
    prompt: prompt ?? "",
    duration,
    quality,
    aspect_ratio: aspect,
    sound: onOff(sound),
    ...modelParams(multiShot(shots), watermarkInfo(watermark)),
  }),
  describe: ({ duration, quality, aspect, sound, shots, watermark }) =>
    dotted(inSeconds(duration), quality, aspect, withSound(sound), inShots(shots), withWatermark(watermark)),
});
