import { z } from "zod";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import { anyOf, dotted, type Text } from "../../text/text.ts";
import { ELEMENT_ID, QUALITY_4K } from "../documents/disputed.ts";
import { ELEMENT_LIST, EVERY, MULTI_SHOT, WATERMARK_INFO } from "../documents/parameters.ts";
import { characters } from "../parts/characters.ts";
import { defineModel } from "../parts/define.ts";
import { inSeconds, inShots, withCharacters, withReferences, withSound, withWatermark } from "../parts/details.ts";
import type { ElementRef, Media } from "../parts/model.ts";
import { aboutAll } from "../parts/option.ts";
import { aspect, duration, firstGuess, LENGTHS, qualityTo4k, sound, text, watermark } from "../parts/parts.ts";
import { picture, references } from "../parts/pictures.ts";
import { priceOfVideo, ratesOf } from "../parts/prices.ts";
import { refuse, refuseHere } from "../parts/problems.ts";
import { elementList, given, modelParams, onOff, watermarkInfo } from "../parts/wire.ts";
import { KLING_O3, KLING_O3_PRICES } from "../shared/kling-o3.ts";
import { judgeStory, multiShot, shotList, withDuration } from "../shots/shots.ts";

const { label } = KLING_O3;
const MOST_TOGETHER = 7;
const MOST_CHARACTERS_WITH_FRAME = 3;
const MOST_PICTURES_WITH_LAST = 2;

/** What is sent when the member gave no words: the gateway wants some. The card shows it. */
const NEUTRAL_PROMPT = "Bring the picture to life with natural, smooth motion.";

const words = sentences("model.kling-o3-image-to-video", {
  summary: "frames or reference pictures → video",
  aspectLimits: "16:9, 9:16, or 1:1; by default the first frame's own, or else 16:9",
  noPicture: "Attach a JPG or PNG as image (the first frame) or as reference1: there's no picture yet.",
  lastAlone:
    "Attach the first frame as image{count, plural, =0 {} other {, or choose {others}}}: {model} takes a last frame only with a first one.",
  picturesWithLast:
    "Leave out end_image or {references, plural, one {the reference picture} other {the # reference pictures}}: there are {pictures} pictures, and with a last frame {model} takes up to {most}.",
  charactersWithFrame:
    "Leave out {over}: there are {count} characters, and with a first frame {model} takes up to {most}.",
  tooManyPictures: "Leave out {over}: there are {pictures} pictures, and {model} takes up to {most} together.",
  tooMany:
    "Leave out {over}: there are {pictures, plural, one {# picture} other {# pictures}} and {characters, plural, one {# character} other {# characters}}, {together} in all, and {model} takes up to {most} together.",
  neutral: "prompt: {prompt}",
});

const options = {
  image: picture(label),
  end_image: picture(label, { what: "last" }),
  references: references(label, MOST_TOGETHER),
  prompt: text("prompt"),
  duration: duration(label),
  quality: qualityTo4k,
  aspect: aspect(words.aspectLimits),
  sound,
  shots: shotList(label),
  elements: characters(label, { most: MOST_TOGETHER, kind: "images" }),
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
  const count = elements.length;
  const together = pictures + count;
  if (pictures === 0) refuse(context, words.noPicture, "image");
  else if (end_image && !image) {
    const say = (others: readonly string[]): Text =>
      words.lastAlone({ count: others.length, others: anyOf(others), model: label });
    refuseHere(context, { options: { end_image: "last.png" }, say }, "end_image");
  } else if (end_image && pictures > MOST_PICTURES_WITH_LAST) {
    const said = { references: references.length, pictures, model: label, most: MOST_PICTURES_WITH_LAST };
    refuse(context, words.picturesWithLast(said), "end_image");
  } else if (image && count > MOST_CHARACTERS_WITH_FRAME) {
    const most = MOST_CHARACTERS_WITH_FRAME;
    refuse(context, words.charactersWithFrame({ over: count - most, count, model: label, most }), "elements");
  } else if (together > MOST_TOGETHER) {
    const said = { over: together - MOST_TOGETHER, pictures, model: label, most: MOST_TOGETHER };
    if (count === 0) refuse(context, words.tooManyPictures(said), "references");
    else refuse(context, words.tooMany({ ...said, characters: count, together }), "elements");
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
  asked: { ...KLING_O3.asked, from: "image" },
  makes: "video",
  summary: words.summary,
  example: { image: "boat.png", prompt: "gentle waves" },
  options: aboutAll(options),
  marks: ["image"],
  lengths: LENGTHS,
  unpriced: "4k",
  rates: ratesOf(KLING_O3_PRICES),
  parameters: {
    ...EVERY,
    prompt: "prompt",
    image_start: "image",
    image_end: "end_image",
    image_urls: "references",
    duration: "duration",
    aspect_ratio: "aspect",
    quality: "quality",
    sound: "sound",
    ...MULTI_SHOT,
    ...ELEMENT_LIST,
    ...WATERMARK_INFO,
  },
  disputes: [
    { point: "last-frame-alone-o3" },
    { point: "no-words-o3" },
    { point: "aspect-beside-first-frame", usedBy: ({ image, aspect }) => image !== undefined && aspect !== undefined },
    ELEMENT_ID,
    QUALITY_4K,
  ],
  schema,
  price: ({ duration: seconds, quality, sound }) => priceOfVideo(KLING_O3_PRICES, { seconds, quality, sound }),
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
  describe: ({ prompt, duration, quality, aspect, sound, shots, references, elements, watermark }) =>
    dotted(
      inSeconds(duration),
      quality,
      aspect,
      withSound(sound),
      inShots(shots),
      withReferences(references),
      withCharacters(elements),
      withWatermark(watermark),
      prompt === NEUTRAL_PROMPT && words.neutral({ prompt: quoted(NEUTRAL_PROMPT) }),
    ),
});
