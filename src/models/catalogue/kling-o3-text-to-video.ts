import { z } from "zod";
import { sentences } from "../../text/sentences.ts";
import { dotted } from "../../text/text.ts";
import { ELEMENT_ID, QUALITY_4K } from "../documents/disputed.ts";
import { ELEMENT_LIST, EVERY, MULTI_SHOT, WATERMARK_INFO } from "../documents/parameters.ts";
import { characters } from "../parts/characters.ts";
import { defineModel } from "../parts/define.ts";
import { inSeconds, inShots, withCharacters, withSound, withWatermark } from "../parts/details.ts";
import { aboutAll } from "../parts/option.ts";
import {
  aspectOfWords,
  duration,
  firstGuess,
  LENGTHS,
  promptOrShots,
  qualityTo4k,
  sound,
  watermark,
} from "../parts/parts.ts";
import { priceOfVideo, ratesOf } from "../parts/prices.ts";
import { elementList, modelParams, onOff, watermarkInfo } from "../parts/wire.ts";
import { KLING_O3, KLING_O3_PRICES } from "../shared/kling-o3.ts";
import { judgeStory, multiShot, shotList, withDuration } from "../shots/shots.ts";

const { label } = KLING_O3;

const words = sentences("model.kling-o3-text-to-video", { summary: "text → video" });

const options = {
  prompt: promptOrShots(),
  duration: duration(label),
  quality: qualityTo4k,
  aspect: aspectOfWords,
  sound,
  shots: shotList(label),
  elements: characters(label, { most: 7 }),
  watermark,
};

const schema = z
  .object(options)
  .superRefine(judgeStory(label, { promptNeeded: true }))
  .transform(withDuration);

/**
 * Kling O3 from words, with up to seven characters.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-text-to-video, https://evolink.ai/kling-o3
 */
export const klingO3TextToVideo = defineModel({
  id: "kling-o3-text-to-video",
  label,
  asked: { ...KLING_O3.asked, from: "text" },
  makes: "video",
  summary: words.summary,
  example: { prompt: "a paper boat on a river" },
  options: aboutAll(options),
  lengths: LENGTHS,
  unpriced: "4k",
  rates: ratesOf(KLING_O3_PRICES),
  parameters: {
    ...EVERY,
    prompt: "prompt",
    duration: "duration",
    aspect_ratio: "aspect",
    quality: "quality",
    sound: "sound",
    ...MULTI_SHOT,
    ...ELEMENT_LIST,
    ...WATERMARK_INFO,
  },
  disputes: [ELEMENT_ID, QUALITY_4K],
  schema,
  price: ({ duration: seconds, quality, sound }) => priceOfVideo(KLING_O3_PRICES, { seconds, quality, sound }),
  seconds: ({ duration }) => duration,
  estimate: ({ duration }) => firstGuess(180, duration),
  media: () => [],
  toWire: ({ prompt, duration, quality, aspect, sound, shots, elements, watermark }) => ({
    model: "kling-o3-text-to-video",
    // Required by the specification, and empty where shots say it all.
    prompt: prompt ?? "",
    duration,
    quality,
    aspect_ratio: aspect,
    sound: onOff(sound),
    ...modelParams(multiShot(shots), elementList(elements), watermarkInfo(watermark)),
  }),
  describe: ({ duration, quality, aspect, sound, shots, elements, watermark }) =>
    dotted(
      inSeconds(duration),
      quality,
      aspect,
      withSound(sound),
      inShots(shots),
      withCharacters(elements),
      withWatermark(watermark),
    ),
});
