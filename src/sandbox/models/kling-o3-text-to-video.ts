import { aspect, elements, lasting, onOff, params, prompt, qualityTo4k, shots } from "../parts/fields.ts";
import { defineWireModel } from "../parts/model.ts";
import { multiShot, promptUnlessShots } from "../parts/rules.ts";

/**
 * Words to video, with up to seven elements.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-text-to-video,
 * prices: https://evolink.ai/kling-o3
 */
export const klingO3TextToVideo = defineWireModel({
  id: "kling-o3-text-to-video",
  fields: {
    prompt: prompt.optional(),
    duration: lasting(15),
    aspect_ratio: aspect.optional(),
    quality: qualityTo4k,
    sound: onOff,
    model_params: params({ ...shots(["customize"]), element_list: elements(7).optional() }).optional(),
  },
  rules: [promptUnlessShots, multiShot],
  price: { perSecond: 54_000, hd: 1334, sound: 1334, both: 1667 },
  billing: "per_call",
});
