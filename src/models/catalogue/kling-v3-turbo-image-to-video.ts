import { z } from "zod";
import { sentences } from "../../text/sentences.ts";
import { dotted } from "../../text/text.ts";
import { EVERY } from "../documents/parameters.ts";
import { defineModel } from "../parts/define.ts";
import { inSeconds } from "../parts/details.ts";
import { aboutAll } from "../parts/option.ts";
import { duration, firstGuess, LENGTHS, quality, text, USUAL_SECONDS } from "../parts/parts.ts";
import { neededPicture } from "../parts/pictures.ts";
import { priceOfVideo, ratesOf } from "../parts/prices.ts";
import { given } from "../parts/wire.ts";
import { KLING_TURBO, KLING_TURBO_PRICES } from "../shared/kling-turbo.ts";

const { label } = KLING_TURBO;

const words = sentences("model.kling-v3-turbo-image-to-video", {
  summary: "first frame → video, fast",
  noPicture: "Attach a JPG or PNG as image (the first frame): there's no picture yet.",
  aspect: "Leave aspect out, or crop the picture: the first frame gives the video its shape.",
});

const options = {
  image: neededPicture(label, words.noPicture, { most: 50 }),
  prompt: text("prompt"),
  duration: duration(label),
  quality,
};

const schema = z.object(options).transform((input) => ({ ...input, duration: input.duration ?? USUAL_SECONDS }));

/**
 * Kling 3.0 Turbo from a first frame.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-turbo-image-to-video, https://evolink.ai/kling-3-turbo
 */
export const klingV3TurboImageToVideo = defineModel({
  id: "kling-v3-turbo-image-to-video",
  label,
  asked: { ...KLING_TURBO.asked, from: "image" },
  makes: "video",
  summary: words.summary,
  example: { image: "boat.png", prompt: "gentle waves" },
  options: aboutAll(options),
  lengths: LENGTHS,
  refusals: { aspect: words.aspect },
  rates: ratesOf(KLING_TURBO_PRICES),
  parameters: {
    ...EVERY,
    image_start: "image",
    prompt: "prompt",
    quality: "quality",
    duration: "duration",
  },
  schema,
  price: ({ duration: seconds, quality }) => priceOfVideo(KLING_TURBO_PRICES, { seconds, quality }),
  seconds: ({ duration }) => duration,
  estimate: ({ duration }) => firstGuess(60, duration),
  media: ({ image }) => [image],
  toWire: ({ image, prompt, duration, quality }, address) => ({
    model: "kling-v3-turbo-image-to-video",
    image_start: address(image),
    ...given({ prompt }),
    duration,
    quality,
  }),
  describe: ({ duration, quality }) => dotted(inSeconds(duration), quality),
});
