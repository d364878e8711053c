import { z } from "zod";
import { dots, plural } from "../../base/words.ts";
import { limitsOf, refuse } from "../parts/input.ts";
import { defineModel, type Media } from "../parts/model.ts";
import { aspect, duration, elements, firstGuess, LENGTHS, quality, sound, watermark, words } from "../parts/parts.ts";
import { nearestAspect, picture } from "../parts/pictures.ts";
import { priceOfVideo, ratesOf, V3 } from "../parts/prices.ts";
import { judgeStory, multiShot, sayShots, shotListOrAuto, withDuration } from "../parts/shots.ts";
import { elementList, given, modelParams, onOff, watermarkInfo } from "../parts/wire.ts";

const label = "Kling 3.0";

const options = {
  image: picture(label),
  end_image: picture(label, { what: "The last frame" }),
  prompt: words("prompt", label),
  negative: words("negative", label),
  duration: duration(label),
  quality,
  aspect: aspect.optional().describe("16:9, 9:16 or 1:1, only without a first frame"),
  sound,
  shots: shotListOrAuto(label),
  elements: elements(label, { most: 3 }),
  watermark,
};

interface Frames {
  image?: Media | undefined;
  end_image?: Media | undefined;
  aspect?: z.output<typeof aspect> | undefined;
}

function judgeFrames({ image, end_image, aspect }: Frames, context: z.RefinementCtx): void {
  if (!image && !end_image) {
    const sentence = "There is no picture. Attach a JPG or PNG as image (the first frame) or as end_image (the last).";
    refuse(context, sentence, "image");
  }
  if (image && aspect) {
    const sentence = `aspect is ${aspect}, but the first frame gives the video its shape. Leave aspect out, or crop the picture.`;
    refuse(context, sentence, "aspect");
  }
}

/** Without a first frame nothing gives the video its shape, so the last frame does. */
function withAspect<Input extends Frames>(input: Input): Input {
  const { image, end_image, aspect } = input;
  return image || !end_image || aspect ? input : { ...input, aspect: nearestAspect(end_image) };
}

const schema = z
  .object(options)
  .superRefine(judgeFrames)
  .superRefine(judgeStory(label, { promptNeeded: false }))
  .transform((input) => withAspect(withDuration(input)));

/**
 * Kling 3.0 from a first frame, a last frame, or both.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-image-to-video, https://evolink.ai/kling-3
 * (the specification asks for a first frame, the product page for either: either is taken).
 */
export const klingV3ImageToVideo = defineModel({
  id: "kling-v3-image-to-video",
  label,
  asked: { family: "kling-3", alias: "3", from: "image" },
  makes: "video",
  summary: "first and/or last frame → video",
  options: limitsOf(options),
  lengths: LENGTHS,
  rates: ratesOf(V3),
  schema,
  price: ({ duration: seconds, quality, sound }) => priceOfVideo(V3, { seconds, quality, sound }),
  seconds: ({ duration }) => duration,
  estimate: ({ duration }) => firstGuess(180, duration),
  media: ({ image, end_image }) => [image, end_image].filter((media) => media !== undefined),
  toWire: (input, address) => ({
    model: "kling-v3-image-to-video",
    ...given({
      image_start: input.image && address(input.image),
      image_end: input.end_image && address(input.end_image),
      prompt: input.prompt,
      negative_prompt: input.negative,
      aspect_ratio: input.aspect,
    }),
    duration: input.duration,
    quality: input.quality,
    sound: onOff(input.sound),
    ...modelParams(multiShot(input.shots), elementList(input.elements), watermarkInfo(input.watermark)),
  }),
  describe: ({ duration, quality, aspect, sound, shots, elements }) =>
    dots(
      `${duration} s`,
      quality,
      aspect,
      sound && "sound",
      sayShots(shots),
      elements.length > 0 && plural(elements.length, "element"),
    ),
});
