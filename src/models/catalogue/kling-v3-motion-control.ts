import { z } from "zod";
import { units } from "../../credits/units.ts";
import { sentences } from "../../text/sentences.ts";
import { dotted, type Text } from "../../text/text.ts";
import { ELEMENT_ID } from "../documents/disputed.ts";
import { ELEMENT_LIST, EVERY, WATERMARK_INFO } from "../documents/parameters.ts";
import { characters } from "../parts/characters.ts";
import { defineModel } from "../parts/define.ts";
import { inSeconds, withoutSound, withWatermark } from "../parts/details.ts";
import { about, aboutAll } from "../parts/option.ts";
import { firstGuess, keepSound, quality, text, watermark, wrongChoice } from "../parts/parts.ts";
import { neededPicture } from "../parts/pictures.ts";
import { billedSeconds, type PriceTable, priceOfVideo, ratesOf } from "../parts/prices.ts";
import { refuse } from "../parts/problems.ts";
import { neededVideo, type Video, type VideoLimits } from "../parts/videos.ts";
import { elementList, given, modelParams, watermarkInfo } from "../parts/wire.ts";

const words = sentences("model.kling-v3-motion-control", {
  label: "Kling 3.0 motion control",
  summary: "picture + performance → video",
  noPicture: "Attach a picture of the character as image, a JPG or PNG.",
  noVideo: "Attach the performance to copy as video, an MP4 or MOV of 3 to 30 s.",
  orientationLimits: "image (up to 10 s) or video (up to 30 s); image by default, video with a character from the cast",
  orientation:
    "Choose orientation:video, or leave @{name} out: a character from the cast can only face as in the video.",
  duration: "Leave duration out, or trim the video first: {model} lasts as long as the video, up to 10 or 30 s.",
  aspect: "Leave aspect out: {model} keeps the shape of what it's given.",
  part: "{seconds, number} s of the video's {performed, number} s",
  asPicture: "faces as in the picture",
  asVideo: "faces as in the video",
});

const { label } = words;

/** https://evolink.ai/kling-3-motion-control: 8.1648 credits a second, ×1.333 in 1080p. */
const PRICES: PriceTable = { perSecond: units(81_648), thousandths: { "720p": 1000, "1080p": 1333 } };

/** What it asks of the performance: `video_urls` on the page below. */
const PERFORMANCE: VideoLimits = {
  types: ["video/mp4", "video/quicktime"],
  most: 100,
  seconds: { min: 3, max: 30 },
  sides: { min: 340, max: 3850, of: "both" },
};

const ORIENTATIONS = ["image", "video"] as const;

/** How long the video gets at most, in seconds, by which way the character faces. */
const LONGEST = { image: 10, video: 30 } as const;

const options = {
  image: neededPicture(label, words.noPicture),
  video: neededVideo(label, words.noVideo, PERFORMANCE),
  prompt: text("prompt"),
  orientation: about(z.enum(ORIENTATIONS, { error: wrongChoice("orientation", ORIENTATIONS) }).optional(), {
    limits: words.orientationLimits,
  }),
  quality,
  keep_sound: keepSound,
  elements: characters(label, { most: 1, kind: "video" }),
  watermark,
};

const schema = z
  .object(options)
  .superRefine(({ orientation, elements: [element] }, context) => {
    if (!element || orientation !== "image") return;
    refuse(context, words.orientation({ name: element.name }), "orientation");
  })
  .transform((input) => ({
    ...input,
    orientation: input.orientation ?? (input.elements.length > 0 ? ("video" as const) : ("image" as const)),
  }));

/** Whole seconds that come out: as many as the performance has, as far as the orientation lets it. */
function secondsOf({ orientation, video }: { orientation: "image" | "video"; video: Video }): number {
  return Math.min(billedSeconds(video.seconds), LONGEST[orientation]);
}

/** “6 s”, or “10 s of the video's 11 s”. */
function inLength(seconds: number, performed: number): Text {
  return performed > seconds ? words.part({ seconds, performed }) : inSeconds(seconds);
}

/**
 * Kling 3.0 moves a character as the person in a video moves.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-v3-motion-control, https://evolink.ai/kling-3-motion-control
 */
export const klingV3MotionControl = defineModel({
  id: "kling-v3-motion-control",
  label,
  asked: { command: "motion" },
  makes: "video",
  summary: words.summary,
  example: { image: "robot.png", video: "dance.mp4" },
  options: aboutAll(options),
  refusals: { duration: words.duration({ model: label }), aspect: words.aspect({ model: label }) },
  rates: ratesOf(PRICES),
  parameters: {
    ...EVERY,
    image_urls: "image",
    video_urls: "video",
    prompt: "prompt",
    quality: "quality",
    "model_params.character_orientation": "orientation",
    "model_params.keep_sound": "keep_sound",
    ...ELEMENT_LIST,
    ...WATERMARK_INFO,
  },
  disputes: [ELEMENT_ID],
  schema,
  price: (input) => priceOfVideo(PRICES, { seconds: secondsOf(input), quality: input.quality }),
  seconds: (input) => secondsOf(input),
  estimate: (input) => firstGuess(180, secondsOf(input)),
  media: ({ image, video }) => [image, video],
  toWire: (input, address) => ({
    model: "kling-v3-motion-control",
    ...given({ prompt: input.prompt }),
    image_urls: [address(input.image)],
    video_urls: [address(input.video)],
    quality: input.quality,
    ...modelParams(
      { character_orientation: input.orientation, keep_sound: input.keep_sound },
      elementList(input.elements),
      watermarkInfo(input.watermark),
    ),
  }),
  describe: (input) =>
    dotted(
      inLength(secondsOf(input), billedSeconds(input.video.seconds)),
      input.quality,
      input.orientation === "image" ? words.asPicture : words.asVideo,
      withoutSound(input.keep_sound),
      input.elements[0] && `@${input.elements[0].name}`,
      withWatermark(input.watermark),
    ),
});
