import { z } from "zod";
import { lengthOf } from "../../base/words.ts";
import { sentences } from "../../text/sentences.ts";
import { dotted } from "../../text/text.ts";
import { EVERY } from "../documents/parameters.ts";
import { defineModel } from "../parts/define.ts";
import { inSeconds, inShots } from "../parts/details.ts";
import { aboutAll } from "../parts/option.ts";
import {
  aspectOfWords,
  duration,
  firstGuess,
  LENGTHS,
  LONGEST_PROMPT,
  promptOrShots,
  quality,
} from "../parts/parts.ts";
import { priceOfVideo, ratesOf } from "../parts/prices.ts";
import { refuse } from "../parts/problems.ts";
import { KLING_TURBO, KLING_TURBO_PRICES } from "../shared/kling-turbo.ts";
import { withShotsOfPrompt, writeShots } from "../shots/in-prompt.ts";
import { judgeStory, shotList, withDuration } from "../shots/shots.ts";

const { label } = KLING_TURBO;

const words = sentences("model.kling-v3-turbo-text-to-video", {
  summary: "text → video, fast",
  shotsTooLong:
    "Shorten the shots by {over, plural, one {# character} other {# characters}}: together they have {length, number}, and the most on {model} is {most, number}.",
});

const options = {
  prompt: promptOrShots(),
  duration: duration(label),
  quality,
  aspect: aspectOfWords,
  shots: shotList(label),
};

const schema = z
  .object(options)
  .transform(withShotsOfPrompt(label))
  .superRefine(judgeStory(label, { promptNeeded: true }))
  .superRefine(({ shots }, context) => {
    const length = shots ? lengthOf(writeShots(shots)) : 0;
    if (length <= LONGEST_PROMPT) return;
    const said = { over: length - LONGEST_PROMPT, length, model: label, most: LONGEST_PROMPT };
    refuse(context, words.shotsTooLong(said), "shots");
  })
  .transform(withDuration);

/**
 * Kling 3.0 Turbo from words; shots become part of the prompt, and a prompt that is written as shots is read as them.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-turbo-text-to-video, https://evolink.ai/kling-3-turbo
 */
export const klingV3TurboTextToVideo = defineModel({
  id: "kling-v3-turbo-text-to-video",
  label,
  asked: { ...KLING_TURBO.asked, from: "text" },
  makes: "video",
  summary: words.summary,
  example: { prompt: "a paper boat on a river" },
  options: aboutAll(options),
  lengths: LENGTHS,
  rates: ratesOf(KLING_TURBO_PRICES),
  parameters: {
    ...EVERY,
    prompt: "prompt",
    quality: "quality",
    aspect_ratio: "aspect",
    duration: "duration",
  },
  disputes: [{ point: "shots-in-prompt", usedBy: ({ shots }) => shots !== undefined }],
  schema,
  price: ({ duration: seconds, quality }) => priceOfVideo(KLING_TURBO_PRICES, { seconds, quality }),
  seconds: ({ duration }) => duration,
  estimate: ({ duration }) => firstGuess(60, duration),
  media: () => [],
  toWire: ({ prompt, duration, quality, aspect, shots }) => ({
    model: "kling-v3-turbo-text-to-video",
    prompt: shots ? writeShots(shots) : (prompt ?? ""),
    duration,
    quality,
    aspect_ratio: aspect,
  }),
  describe: ({ duration, quality, aspect, shots }) => dotted(inSeconds(duration), quality, aspect, inShots(shots)),
});
