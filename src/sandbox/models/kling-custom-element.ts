import { z } from "zod";
import { address, text } from "../parts/fields.ts";
import { defineWireModel } from "../parts/model.ts";

const named = { element_name: text(20).min(1), element_description: text(100).min(1) };

const reference = z.discriminatedUnion("reference_type", [
  z.strictObject({
    reference_type: z.literal("image_refer"),
    ...named,
    element_image_list: z.strictObject({
      frontal_image: address,
      refer_images: z
        .array(z.strictObject({ image_url: address }))
        .min(1)
        .max(3),
    }),
  }),
  z.strictObject({
    reference_type: z.literal("video_refer"),
    ...named,
    // The product page and the specification name the video differently; either is read, at least one is needed.
    element_video_list: z
      .strictObject({
        video_url: address.optional(),
        refer_videos: z
          .array(z.strictObject({ video_url: address }))
          .length(1)
          .optional(),
      })
      .refine((list) => list.video_url ?? list.refer_videos, "a video is required"),
    element_voice_id: z.string().min(1).optional(),
  }),
]);

/**
 * An element from pictures or from a video, in about ten minutes.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-custom-element,
 * prices: https://evolink.ai/kling-3?model=kling-custom-element
 */
export const klingCustomElement = defineWireModel({
  id: "kling-custom-element",
  makes: "element",
  fields: { model_params: reference },
  price: { each: 10_000 },
  billing: "per_call",
  usualSeconds: 600,
});
