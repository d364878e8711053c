import { z } from "zod";
import { dots, plural } from "../../base/words.ts";
import { limitsOf, refuse } from "../parts/input.ts";
import { defineModel, type ElementRef, type Media } from "../parts/model.ts";
import { aspect, duration, elements, firstGuess, LENGTHS, quality, sound, watermark, words } from "../parts/parts.ts";
import { picture, references } from "../parts/pictures.ts";
import { O3, priceOfVideo, ratesOf } from "../parts/prices.ts";
import { judgeStory, multiShot, sayShots, shotList, withDuration } from "../parts/shots.ts";
import { elementList, given, modelParams, onOff, watermarkInfo } from "../parts/wire.ts";

const label = "Kling O3";
const MOST_TOGETHER = 7;
const MOST_ELEMENTS_WITH_FRAME = 3;
const MOST_PICTURES_WITH_LAST = 2;

/** What is sent when the member gave no words: the gateway wants some. The card shows it. */
const NEUTRAL_PROMPT = "Bring the picture to life with natural, smooth motion.";

const options = {
  image: picture(label),
  end_image: picture(label, { what: "The last frame" }),
  references: references(label, MOST_TOGETHER),
  prompt: words("prompt", label),
  duration: duration(label),
  quality,
  aspect: aspect.optional().describe("16:9, 9:16 or 1:1; the first frame's own, or else 16:9, unless said"),
  sound,
  shots: shotList(label),
  elements: elements(label, { most: MOST_TOGETHER, kind: "images" }),
  watermark,
};

interface Pictures {
  image?: Media | undefined;
  end_image?: Media | undefined;
  references: readonly Media[];
  elements: readonly ElementRef[];
}

function judgePictures({ image, end_image, references, elements }: Pictures, context: z.RefinementCtx): void {
  const pictures = [image, end_image, ...references].filter((media) => media !== undefined).length;
  const together = pictures + elements.length;
  if (pictures === 0) {
    const sentence = "There is no picture. Attach a JPG or PNG as image (the first frame) or as reference1.";
    refuse(context, sentence, "image");
  } else if (end_image && !image) {
    const sentence = `${label} takes a last frame only with a first one. Attach the first frame as image, or choose kling-3.`;
    refuse(context, sentence, "end_image");
  } else if (end_image && pictures > MOST_PICTURES_WITH_LAST) {
    const extra = plural(references.length, "reference picture");
    const sentence = `There are ${pictures} pictures; with a last frame, ${label} takes up to ${MOST_PICTURES_WITH_LAST}. Leave out end_image or the ${extra}.`;
    refuse(context, sentence, "end_image");
  } else if (image && elements.length > MOST_ELEMENTS_WITH_FRAME) {
    const over = elements.length - MOST_ELEMENTS_WITH_FRAME;
    const sentence = `There are ${elements.length} elements; with a first frame, ${label} takes up to ${MOST_ELEMENTS_WITH_FRAME}. Leave out ${over}.`;
    refuse(context, sentence, "elements");
  } else if (together > MOST_TOGETHER) {
    const sum =
      elements.length > 0
        ? `There are ${plural(pictures, "picture")} and ${plural(elements.length, "element")}, ${together} in all`
        : `There are ${pictures} pictures`;
    const sentence = `${sum}; ${label} takes up to ${MOST_TOGETHER} together. Leave out ${together - MOST_TOGETHER}.`;
    refuse(context, sentence, elements.length > 0 ? "elements" : "references");
  }
}

const schema = z
  .object(options)
  .superRefine(judgePictures)
  .superRefine(judgeStory(label, { promptNeeded: false }))
  .transform(withDuration)
  .transform((input) => ({
    ...input,
    prompt: input.prompt ?? (input.shots ? undefined : NEUTRAL_PROMPT),
    // A first frame brings its shape along; reference pictures don't.
    aspect: input.aspect ?? (input.image ? undefined : ("16:9" as const)),
  }));

/**
 * Kling O3 from frames, reference pictures, or both.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-image-to-video, https://evolink.ai/kling-o3
 * (the page says that a last frame can stand alone and that it can't: it can't).
 */
export const klingO3ImageToVideo = defineModel({
  id: "kling-o3-image-to-video",
  label,
  asked: { family: "kling-o3", alias: "o3", from: "image" },
  makes: "video",
  summary: "frames or reference pictures → video",
  options: limitsOf(options),
  lengths: LENGTHS,
  rates: ratesOf(O3),
  schema,
  price: ({ duration: seconds, quality, sound }) => priceOfVideo(O3, { seconds, quality, sound }),
  seconds: ({ duration }) => duration,
  estimate: ({ duration }) => firstGuess(180, duration),
  media: ({ image, end_image, references }) => [image, end_image, ...references].filter((media) => media !== undefined),
  toWire: (input, address) => ({
    model: "kling-o3-image-to-video",
    ...given({
      image_start: input.image && address(input.image),
      image_end: input.end_image && address(input.end_image),
      image_urls: input.references.length > 0 ? input.references.map(address) : undefined,
      aspect_ratio: input.aspect,
    }),
    prompt: input.prompt ?? NEUTRAL_PROMPT,
    duration: input.duration,
    quality: input.quality,
    sound: onOff(input.sound),
    ...modelParams(multiShot(input.shots), elementList(input.elements), watermarkInfo(input.watermark)),
  }),
  describe: ({ prompt, duration, quality, aspect, sound, shots, references, elements }) =>
    dots(
      `${duration} s`,
      quality,
      aspect,
      sound && "sound",
      sayShots(shots),
      references.length > 0 && plural(references.length, "reference picture"),
      elements.length > 0 && plural(elements.length, "element"),
      prompt === NEUTRAL_PROMPT && `prompt: “${NEUTRAL_PROMPT}”`,
    ),
});
