import { z } from "zod";
import { sentences } from "../../text/sentences.ts";
import { dotted } from "../../text/text.ts";
import { ELEMENT_ID } from "../documents/disputed.ts";
import { ELEMENT_LIST, EVERY, WATERMARK_INFO } from "../documents/parameters.ts";
import { characters } from "../parts/characters.ts";
import { judgeCompany } from "../parts/company.ts";
import { defineModel } from "../parts/define.ts";
import { inSeconds, withCharacters, withoutSound, withReferences, withWatermark } from "../parts/details.ts";
import { aboutAll, aboutMore } from "../parts/option.ts";
import { firstGuess, keepSound, neededText, quality, watermark } from "../parts/parts.ts";
import { references } from "../parts/pictures.ts";
import { billedSeconds, priceOfVideo, ratesOf } from "../parts/prices.ts";
import { neededVideo } from "../parts/videos.ts";
import { elementList, given, modelParams, watermarkInfo } from "../parts/wire.ts";
import { FROM_VIDEO, FROM_VIDEO_PRICES, LONG_VIDEO, LONGEST_ON_PAGE, MOST_BESIDE_VIDEO } from "../shared/kling-o3.ts";

const words = sentences("model.kling-o3-video-edit", {
  label: "Kling O3 edit",
  summary: "video → changed video",
  noVideo: "Attach the video to edit as video, an MP4 or MOV of at least 3 s.",
  noPrompt: "Say what should change: prompt is missing.",
  foreseen: "{limits}; above {seconds} s its price is asked about first",
  duration: "Leave duration out, or trim the video first: {model} keeps the video's own length.",
  aspect: "Leave aspect out, or crop the video first: {model} keeps the video's own shape.",
});

const { label } = words;

const options = {
  video: aboutMore(neededVideo(label, words.noVideo, FROM_VIDEO), (limits) =>
    words.foreseen({ limits, seconds: LONGEST_ON_PAGE }),
  ),
  prompt: neededText("prompt", words.noPrompt),
  references: references(label, MOST_BESIDE_VIDEO),
  elements: characters(label, { most: MOST_BESIDE_VIDEO, kind: "images" }),
  quality,
  keep_sound: keepSound,
  watermark,
};

const schema = z.object(options).superRefine(judgeCompany(label, MOST_BESIDE_VIDEO));

/**
 * Kling O3 changes a video as the prompt says. Billed by the video's own length, rounded up to a whole second.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-video-edit, https://evolink.ai/kling-o3
 */
export const klingO3VideoEdit = defineModel({
  id: "kling-o3-video-edit",
  label,
  asked: { command: "edit" },
  makes: "video",
  summary: words.summary,
  example: { video: "walk.mp4", prompt: "make it night" },
  options: aboutAll(options),
  foresees: { option: "video", seconds: LONGEST_ON_PAGE },
  marks: ["image", "video"],
  refusals: { duration: words.duration({ model: label }), aspect: words.aspect({ model: label }) },
  rates: ratesOf(FROM_VIDEO_PRICES),
  parameters: {
    ...EVERY,
    prompt: "prompt",
    video_url: "video",
    keep_original_sound: "keep_sound",
    image_urls: "references",
    quality: "quality",
    ...ELEMENT_LIST,
    ...WATERMARK_INFO,
  },
  disputes: [LONG_VIDEO, { point: "video-size-o3" }, ELEMENT_ID],
  schema,
  price: ({ video, quality }) => priceOfVideo(FROM_VIDEO_PRICES, { seconds: billedSeconds(video.seconds), quality }),
  seconds: ({ video }) => billedSeconds(video.seconds),
  estimate: ({ video }) => firstGuess(180, billedSeconds(video.seconds)),
  media: ({ video, references }) => [video, ...references],
  toWire: (input, address) => ({
    model: "kling-o3-video-edit",
    prompt: input.prompt,
    video_url: address(input.video),
    ...given({ image_urls: input.references.length > 0 ? input.references.map(address) : undefined }),
    keep_original_sound: input.keep_sound,
    quality: input.quality,
    ...modelParams(elementList(input.elements), watermarkInfo(input.watermark)),
  }),
  describe: ({ video, quality, keep_sound, references, elements, watermark }) =>
    dotted(
      inSeconds(billedSeconds(video.seconds)),
      quality,
      withoutSound(keep_sound),
      withReferences(references),
      withCharacters(elements),
      withWatermark(watermark),
    ),
});
