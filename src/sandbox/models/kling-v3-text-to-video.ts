import { aspect, lasting, onOff, params, prompt, qualityTo4k, shots, text } from "../parts/fields.ts";
import { defineWireModel } from "../parts/model.ts";
import { multiShot, promptUnlessShots } from "../parts/rules.ts";

/**
 * Words to video; shots written out, or cut by the model.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-text-to-video,
 * prices: https://evolink.ai/kling-3
 */
export const klingV3TextToVideo = defineWireModel({
  id: "kling-v3-text-to-video",
  fields: {
    prompt: prompt.optional(),
    negative_prompt: text(2500).optional(),
    duration: lasting(15),
    aspect_ratio: aspect.optional(),
    quality: qualityTo4k,
    sound: onOff,
    model_params: params(shots(["customize", "intelligence"])).optional(),
  },
  rules: [promptUnlessShots, multiShot],
  price: { perSecond: 54_000, hd: 1333, sound: 1500, both: 2000 },
  billing: "per_second",
});
