import { z } from "zod";
import { sentences } from "../../text/sentences.ts";
import { dotted } from "../../text/text.ts";
import { ELEMENT_ID, QUALITY_4K } from "../documents/disputed.ts";
import { ELEMENT_LIST, EVERY, MULTI_SHOT, WATERMARK_INFO } from "../documents/parameters.ts";
import { characters } from "../parts/characters.ts";
import { defineModel } from "../parts/define.ts";
import { inSeconds, inShots, withCharacters, withSound, withWatermark } from "../parts/details.ts";
import type { Media } from "../parts/model.ts";
import { aboutAll } from "../parts/option.ts";
import {
  type Aspect,
  aspect,
  duration,
  firstGuess,
  LENGTHS,
  qualityTo4k,
  sound,
  text,
  watermark,
} from "../parts/parts.ts";
import { nearestAspect, picture } from "../parts/pictures.ts";
import { priceOfVideo, ratesOf } from "../parts/prices.ts";
import { refuse } from "../parts/problems.ts";
import { elementList, given, modelParams, onOff, watermarkInfo } from "../parts/wire.ts";
import { KLING_3, KLING_3_PRICES } from "../shared/kling-3.ts";
import { judgeStory, multiShot, shotListOrAuto, withDuration } from "../shots/shots.ts";

const { label } = KLING_3;

const words = sentences("model.kling-v3-image-to-video", {
  summary: "first and/or last frame → video",
  aspectLimits: "16:9, 9:16, or 1:1, only without a first frame",
  noPicture: "Attach a JPG or PNG as image (the first frame) or as end_image (the last): there's no picture yet.",
  aspectBesideFrame:
    "Leave aspect out, or crop the picture: the first frame gives the video its shape, so {aspect} can't be asked for.",
});

const options = {
  image: picture(label),
  end_image: picture(label, { what: "last" }),
  prompt: text("prompt"),
  negative: text("negative"),
  duration: duration(label),
  quality: qualityTo4k,
  aspect: aspect(words.aspectLimits),
  sound,
  shots: shotListOrAuto(label),
  elements: characters(label, { most: 3 }),
  watermark,
};

interface Frames {
  image?: Media | undefined;
  end_image?: Media | undefined;
  aspect?: Aspect | undefined;
}

function judgeFrames({ image, end_image, aspect }: Frames, context: z.RefinementCtx): void {
  if (!image && !end_image) refuse(context, words.noPicture, "image");
  if (image && aspect) refuse(context, words.aspectBesideFrame({ aspect }), "aspect");
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
  asked: { ...KLING_3.asked, from: "image" },
  makes: "video",
  summary: words.summary,
  example: { image: "boat.png", prompt: "gentle waves" },
  options: aboutAll(options),
  lengths: LENGTHS,
  unpriced: "4k",
  rates: ratesOf(KLING_3_PRICES),
  parameters: {
    ...EVERY,
    image_start: "image",
    image_end: "end_image",
    prompt: "prompt",
    negative_prompt: "negative",
    duration: "duration",
    aspect_ratio: "aspect",
    quality: "quality",
    sound: "sound",
    ...MULTI_SHOT,
    ...ELEMENT_LIST,
    ...WATERMARK_INFO,
  },
  disputes: [
    { point: "last-frame-alone", usedBy: ({ image }) => image === undefined },
    { point: "aspect-beside-first-frame" },
    { point: "aspect-of-last-frame", usedBy: ({ aspect }) => aspect !== undefined },
    ELEMENT_ID,
    QUALITY_4K,
  ],
  schema,
  price: ({ duration: seconds, quality, sound }) => priceOfVideo(KLING_3_PRICES, { seconds, quality, sound }),
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
  describe: ({ duration, quality, aspect, sound, shots, elements, watermark }) =>
    dotted(
      inSeconds(duration),
      quality,
      aspect,
      withSound(sound),
      inShots(shots),
      withCharacters(elements),
      withWatermark(watermark),
    ),
});
