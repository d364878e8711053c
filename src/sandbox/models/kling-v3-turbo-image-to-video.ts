import { address, lasting, prompt, quality } from "../parts/fields.ts";
import { defineWireModel } from "../parts/model.ts";

/**
 * A first frame to video in a minute. Its page shows reserved credits, not units.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-turbo-image-to-video,
 * prices: https://evolink.ai/kling-3-turbo
 */
export const klingV3TurboImageToVideo = defineWireModel({
  id: "kling-v3-turbo-image-to-video",
  fields: { prompt: prompt.optional(), image_start: address, duration: lasting(15), quality },
  price: { perSecond: 72_000, hd: 1250 },
  reserves: "credits",
  billing: "per_second",
  usualSeconds: 60,
  pictureMegabytes: 50,
});
