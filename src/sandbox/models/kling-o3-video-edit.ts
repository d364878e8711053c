import { z } from "zod";
import { address, elements, neededPrompt, params, quality } from "../parts/fields.ts";
import { defineWireModel } from "../parts/model.ts";
import { besideVideo } from "../parts/rules.ts";

/**
 * A video, changed as the prompt says; it stays as long as it is.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-video-edit,
 * prices: https://evolink.ai/kling-o3
 */
export const klingO3VideoEdit = defineWireModel({
  id: "kling-o3-video-edit",
  fields: {
    prompt: neededPrompt,
    video_url: address,
    keep_original_sound: z.boolean().default(true),
    image_urls: z.array(address).optional(),
    quality,
    model_params: params({ element_list: elements(4).optional() }).optional(),
  },
  rules: [besideVideo(4)],
  price: { perSecond: 81_000, hd: 1334 },
  billing: "per_call",
  follows: ({ video_url: address }) => (address === undefined ? undefined : { address, atMost: Infinity }),
});
