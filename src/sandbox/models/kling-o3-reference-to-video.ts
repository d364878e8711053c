import { z } from "zod";
import { address, aspect, elements, lasting, neededPrompt, params, quality } from "../parts/fields.ts";
import { defineWireModel } from "../parts/model.ts";
import { besideVideo } from "../parts/rules.ts";

/**
 * A new video after the manner of another.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-reference-to-video,
 * prices: https://evolink.ai/kling-o3
 */
export const klingO3ReferenceToVideo = defineWireModel({
  id: "kling-o3-reference-to-video",
  fields: {
    prompt: neededPrompt,
    video_url: address,
    keep_original_sound: z.boolean().default(true),
    image_urls: z.array(address).optional(),
    duration: lasting(10),
    aspect_ratio: aspect.optional(),
    quality,
    model_params: params({ element_list: elements(4).optional() }).optional(),
  },
  rules: [besideVideo(4)],
  price: { perSecond: 81_000, hd: 1334 },
  billing: "per_call",
});
