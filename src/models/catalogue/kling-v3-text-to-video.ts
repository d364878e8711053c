import { z } from "zod";
import { dots } from "../../base/words.ts";
import { limitsOf } from "../parts/input.ts";
import { defineModel } from "../parts/model.ts";
import {
  aspectOfWords,
  duration,
  firstGuess,
  LENGTHS,
  promptOrShots,
  quality,
  sound,
  watermark,
  words,
} from "../parts/parts.ts";
import { priceOfVideo, ratesOf, V3 } from "../parts/prices.ts";
import { judgeStory, multiShot, sayShots, shotListOrAuto, withDuration } from "../parts/shots.ts";
import { given, modelParams, onOff, watermarkInfo } from "../parts/wire.ts";

const label = "Kling 3.0";

const options = {
  prompt: promptOrShots(label),
  negative: words("negative", label),
  duration: duration(label),
  quality,
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
  asked: { family: "kling-3", alias: "3", from: "text" },
  makes: "video",
  summary: "text → video",
  options: limitsOf(options),
  lengths: LENGTHS,
  refusals: {
    elements:
      "kling-3 takes elements only with a picture; kling-o3 takes them without. Leave elements out, or choose kling-o3.",
  },
  rates: ratesOf(V3),
  schema,
  price: ({ duration: seconds, quality, sound }) => priceOfVideo(V3, { seconds, quality, sound }),
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
  describe: ({ duration, quality, aspect, sound, shots }) =>
    dots(`${duration} s`, quality, aspect, sound && "sound", sayShots(shots)),
});
