import { z } from "zod";
import { address, aspect, elements, lasting, onOff, params, prompt, qualityTo4k, shots } from "../parts/fields.ts";
import { defineWireModel } from "../parts/model.ts";
import { multiShot, promptUnlessShots, type Rule } from "../parts/rules.ts";

const pictures: Rule = (body, report) => {
  const frames = [body.image_start, body.image_end].filter(Boolean).length;
  const references = body.image_urls?.length ?? 0;
  const list = body.model_params?.element_list?.length ?? 0;
  if (frames + references === 0)
    report("image_start", "at least one of image_start, image_end, image_urls is required");
  if (body.image_end && !body.image_start) report("image_end", "needs image_start");
  if (body.image_end && frames + references > 2) report("image_end", "is not supported with more than 2 images");
  if (body.image_start && list > 3) report("model_params.element_list", "at most 3 elements with a first frame");
  if (frames + references + list > 7) report("image_urls", "at most 7 images and elements together");
};

/**
 * Frames, reference pictures or both to video.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-image-to-video,
 * prices: https://evolink.ai/kling-o3
 */
export const klingO3ImageToVideo = defineWireModel({
  id: "kling-o3-image-to-video",
  fields: {
    prompt: prompt.optional(),
    image_start: address.optional(),
    image_end: address.optional(),
    image_urls: z.array(address).optional(),
    duration: lasting(15),
    aspect_ratio: aspect.optional(),
    quality: qualityTo4k,
    sound: onOff,
    model_params: params({ ...shots(["customize"]), element_list: elements(7).optional() }).optional(),
  },
  rules: [promptUnlessShots, pictures, multiShot],
  price: { perSecond: 54_000, hd: 1334, sound: 1334, both: 1667 },
  billing: "per_call",
});
