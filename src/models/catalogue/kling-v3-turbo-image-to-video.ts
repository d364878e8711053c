import { z } from "zod";
import { dots } from "../../base/words.ts";
import { limitsOf } from "../parts/input.ts";
import { defineModel } from "../parts/model.ts";
import { duration, firstGuess, LENGTHS, quality, USUAL_SECONDS, words } from "../parts/parts.ts";
import { neededPicture } from "../parts/pictures.ts";
import { priceOfVideo, ratesOf, TURBO } from "../parts/prices.ts";
import { given } from "../parts/wire.ts";

const label = "Kling 3.0 Turbo";

const options = {
  image: neededPicture(label, "There is no picture. Attach a JPG or PNG as image (the first frame).", { most: 50 }),
  prompt: words("prompt", label),
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
  asked: { family: "kling-turbo", alias: "turbo", from: "image" },
  makes: "video",
  summary: "first frame → video, fast",
  options: limitsOf(options),
  lengths: LENGTHS,
  refusals: {
    aspect: "The first frame gives the video its shape. Leave aspect out, or crop the picture.",
  },
  rates: ratesOf(TURBO),
  schema,
  price: ({ duration: seconds, quality }) => priceOfVideo(TURBO, { seconds, quality }),
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
  describe: ({ duration, quality }) => dots(`${duration} s`, quality),
});
