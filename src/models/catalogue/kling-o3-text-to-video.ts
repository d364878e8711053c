import { z } from "zod";
import { sentences } from "../../text/sentences.ts";
import { dotted } from "../../text/text.ts";
import { characters } from "../parts/characters.ts";
import { defineModel } from "../parts/define.ts";
import { inSeconds, inShots, withCharacters, withSound } from "../parts/details.ts";
import { aboutAll } from "../parts/option.ts";
import {
  aspectOfWords,
  duration,
  firstGuess,
  LENGTHS,
  promptOrShots,
  quality,
  sound,
  watermark,
} from "../parts/parts.ts";
import { priceOfVideo, ratesOf } from "../parts/prices.ts";
import { judgeStory, multiShot, shotList, withDuration } from "../parts/shots.ts";
import { elementList, modelParams, onOff, watermarkInfo } from "../parts/wire.ts";
import { KLING_O3, KLING_O3_PRICES } from "../shared/kling-o3.ts";

const { label } = KLING_O3;

const words = sentences("model.kling-o3-text-to-video", { summary: "text → video" });

const options = {
  prompt: promptOrShots(),
  duration: duration(label),
  quality,
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
  rates: ratesOf(KLING_O3_PRICES),
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
  describe: ({ duration, quality, aspect, sound, shots, elements }) =>
    dotted(inSeconds(duration), quality, aspect, withSound(sound), inShots(shots), withCharacters(elements)),
});
