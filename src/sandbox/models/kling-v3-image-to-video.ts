import {
  address,
  aspect,
  elements,
  lasting,
  onOff,
  params,
  prompt,
  qualityTo4k,
  shots,
  text,
} from "../parts/fields.ts";
import { defineWireModel } from "../parts/model.ts";
import { multiShot, promptForIntelligence, type Rule } from "../parts/rules.ts";

const frames: Rule = (body, report) => {
  if (!body.image_start && !body.image_end) report("image_start", "is required");
  if (body.image_start && body.aspect_ratio) report("aspect_ratio", "follows the first frame");
};

/**
 * First and last frame to video. The specification asks for a first frame, the product page for either: either is taken.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-image-to-video,
 * prices: https://evolink.ai/kling-3
 */
export const klingV3ImageToVideo = defineWireModel({
  id: "kling-v3-image-to-video",
  fields: {
    prompt: prompt.optional(),
    negative_prompt: text(2500).optional(),
    image_start: address.optional(),
    image_end: address.optional(),
    duration: lasting(15),
    aspect_ratio: aspect.optional(),
    quality: qualityTo4k,
    sound: onOff,
    model_params: params({
      ...shots(["customize", "intelligence"]),
      element_list: elements(3).optional(),
    }).optional(),
  },
  rules: [frames, multiShot, promptForIntelligence],
  price: { perSecond: 54_000, hd: 1333, sound: 1500, both: 2000 },
  billing: "per_second",
});
