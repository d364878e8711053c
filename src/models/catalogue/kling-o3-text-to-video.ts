import { z } from "zod";
import { dots, plural } from "../../base/words.ts";
import { limitsOf } from "../parts/input.ts";
import { defineModel } from "../parts/model.ts";
import {
  aspectOfWords,
  duration,
  elements,
  firstGuess,
  LENGTHS,
  promptOrShots,
  quality,
  sound,
  watermark,
} from "../parts/parts.ts";
import { O3, priceOfVideo, ratesOf } from "../parts/prices.ts";
import { judgeStory, multiShot, sayShots, shotList, withDuration } from "../parts/shots.ts";
import { elementList, modelParams, onOff, watermarkInfo } from "../parts/wire.ts";

const label = "Kling O3";

const options = {
  prompt: promptOrShots(label),
  duration: duration(label),
  quality,
  aspect: aspectOfWords,
  sound,
  shots: shotList(label),
  elements: elements(label, { most: 7 }),
  watermark,
};

const schema = z
  .object(options)
  .superRefine(judgeStory(label, { promptNeeded: true }))
  .transform(withDuration);

/**
 * Kling O3 from words, with up to seven elements.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-text-to-video, https://evolink.ai/kling-o3
 */
export const klingO3TextToVideo = defineModel({
  id: "kling-o3-text-to-video",
  label,
  asked: { family: "kling-o3", alias: "o3", from: "text" },
  makes: "video",
  summary: "text → video",
  options: limitsOf(options),
  lengths: LENGTHS,
  rates: ratesOf(O3),
  schema,
  price: ({ duration: seconds, quality, sound }) => priceOfVideo(O3, { seconds, quality, sound }),
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
    dots(
      `${duration} s`,
      quality,
      aspect,
      sound && "sound",
      sayShots(shots),
      elements.length > 0 && plural(elements.length, "element"),
    ),
});
