import { z } from "zod";
import { address, elements, params, prompt, quality } from "../parts/fields.ts";
import { defineWireModel } from "../parts/model.ts";
import type { Rule } from "../parts/rules.ts";

const elementNeedsVideo: Rule = ({ model_params: extra }, report) => {
  if (extra?.element_list?.length && extra.character_orientation !== "video")
    report("model_params.element_list", "needs character_orientation video");
};

/**
 * A character that moves as the person in a video; the film is as long as that video, up to 10 or 30 s.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-motion-control,
 * prices: https://evolink.ai/kling-3-motion-control
 */
export const klingV3MotionControl = defineWireModel({
  id: "kling-v3-motion-control",
  fields: {
    prompt: prompt.optional(),
    image_urls: z.array(address).length(1),
    video_urls: z.array(address).length(1),
    quality,
    model_params: params({
      character_orientation: z.enum(["image", "video"]),
      keep_sound: z.boolean().default(true),
      element_list: elements(1).optional(),
    }),
  },
  rules: [elementNeedsVideo],
  price: { perSecond: 81_648, hd: 1333 },
  billing: "per_second",
  follows: ({ video_urls: [address] = [], model_params: extra }) =>
    address === undefined ? undefined : { address, atMost: extra?.character_orientation === "image" ? 10 : 30 },
});
