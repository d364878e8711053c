import { z } from "zod";
import { dots, quote } from "../../base/words.ts";
import { limitsOf, refuse } from "../parts/input.ts";
import { defineModel } from "../parts/model.ts";
import { elements, firstGuess, keepSound, quality, watermark, words } from "../parts/parts.ts";
import { neededPicture } from "../parts/pictures.ts";
import { billedSeconds, MOTION, priceOfVideo, ratesOf } from "../parts/prices.ts";
import { neededVideo, type Video, type VideoLimits } from "../parts/videos.ts";
import { elementList, given, modelParams, watermarkInfo } from "../parts/wire.ts";

const label = "Kling 3.0 motion control";

const PERFORMANCE: VideoLimits = {
  types: ["video/mp4", "video/quicktime"],
  most: 100,
  seconds: { min: 3, max: 30 },
  sides: { min: 340, max: 3850, of: "both" },
};

/** How long the video gets at most, in seconds, by which way the character faces. */
const LONGEST = { image: 10, video: 30 } as const;

const options = {
  image: neededPicture(label, "image is missing. Attach a picture of the character, a JPG or PNG."),
  video: neededVideo(
    label,
    "video is missing. Attach the performance to copy, an MP4 or MOV of 3 to 30 s.",
    PERFORMANCE,
  ),
  prompt: words("prompt", label),
  orientation: z
    .enum(["image", "video"], {
      error: ({ input }) => `orientation can be image or video, not ${quote(input)}. Choose one of them.`,
    })
    .optional()
    .describe("image (up to 10 s) or video (up to 30 s); image unless said, video with an element"),
  quality,
  keep_sound: keepSound,
  elements: elements(label, { most: 1, kind: "video" }),
  watermark,
};

const schema = z
  .object(options)
  .superRefine(({ orientation, elements: [element] }, context) => {
    if (!element || orientation !== "image") return;
    const sentence = `orientation is image, but with @${element.name} the character must face as in the video. Choose orientation video or leave @${element.name} out.`;
    refuse(context, sentence, "orientation");
  })
  .transform((input) => ({
    ...input,
    orientation: input.orientation ?? (input.elements.length > 0 ? ("video" as const) : ("image" as const)),
  }));

/** Whole seconds that come out: as many as the performance has, as far as the orientation lets it. */
function secondsOf({ orientation, video }: { orientation: "image" | "video"; video: Video }): number {
  return Math.min(billedSeconds(video.seconds), LONGEST[orientation]);
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
  summary: "picture + performance → video",
  options: limitsOf(options),
  refusals: {
    duration: `${label} lasts as long as the video, up to 10 or 30 s. Leave duration out, or cut the video first.`,
    aspect: `${label} keeps the shape of what it is given. Leave aspect out.`,
  },
  rates: ratesOf(MOTION),
  schema,
  price: (input) => priceOfVideo(MOTION, { seconds: secondsOf(input), quality: input.quality }),
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
  describe: (input) => {
    const seconds = secondsOf(input);
    const performed = billedSeconds(input.video.seconds);
    return dots(
      performed > seconds ? `${seconds} s of the video's ${performed} s` : `${seconds} s`,
      input.quality,
      `faces as in the ${input.orientation === "image" ? "picture" : "video"}`,
      !input.keep_sound && "original sound off",
      input.elements.length > 0 && `@${input.elements[0]?.name}`,
    );
  },
});
