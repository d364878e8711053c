import { z } from "zod";
import { dots } from "../../base/words.ts";
import { limitsOf } from "../parts/input.ts";
import { defineModel } from "../parts/model.ts";
import { aspectOfWords, duration, firstGuess, LENGTHS, promptOrShots, quality } from "../parts/parts.ts";
import { priceOfVideo, ratesOf, TURBO } from "../parts/prices.ts";
import { judgeShotsAsPrompt, judgeStory, sayShots, shotList, shotsAsPrompt, withDuration } from "../parts/shots.ts";

const label = "Kling 3.0 Turbo";

const options = {
  prompt: promptOrShots(label),
  duration: duration(label),
  quality,
  aspect: aspectOfWords,
  shots: shotList(label),
};

const schema = z
  .object(options)
  .superRefine(judgeStory(label, { promptNeeded: true }))
  .superRefine(judgeShotsAsPrompt(label))
  .transform(withDuration);

/**
 * Kling 3.0 Turbo from words; shots become part of the prompt.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-turbo-text-to-video, https://evolink.ai/kling-3-turbo
 */
export const klingV3TurboTextToVideo = defineModel({
  id: "kling-v3-turbo-text-to-video",
  label,
  asked: { family: "kling-turbo", alias: "turbo", from: "text" },
  makes: "video",
  summary: "text → video, fast",
  options: limitsOf(options),
  lengths: LENGTHS,
  rates: ratesOf(TURBO),
  schema,
  price: ({ duration: seconds, quality }) => priceOfVideo(TURBO, { seconds, quality }),
  seconds: ({ duration }) => duration,
  estimate: ({ duration }) => firstGuess(60, duration),
  media: () => [],
  toWire: ({ prompt, duration, quality, aspect, shots }) => ({
    model: "kling-v3-turbo-text-to-video",
    prompt: shots ? shotsAsPrompt(shots) : (prompt ?? ""),
    duration,
    quality,
    aspect_ratio: aspect,
  }),
  describe: ({ duration, quality, aspect, shots }) => dots(`${duration} s`, quality, aspect, sayShots(shots)),
});
