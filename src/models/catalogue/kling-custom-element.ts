import { z } from "zod";
import { dots, orList, plural, quote } from "../../base/words.ts";
import { UNITS_PER_CREDIT, units } from "../../credits/units.ts";
import { limitsOf, refuse } from "../parts/input.ts";
import { defineModel, type Media } from "../parts/model.ts";
import { neededWords } from "../parts/parts.ts";
import { picture, references } from "../parts/pictures.ts";
import { type VideoLimits, video } from "../parts/videos.ts";
import { voiceId, voices } from "../parts/voices.ts";

const label = "an element";

const PORTRAIT: VideoLimits = {
  types: ["video/mp4", "video/quicktime", "video/webm"],
  most: 100,
  seconds: { max: 8 },
  sides: { min: 720, max: 2160, of: "width" },
};

const options = {
  name: neededWords("name", label, "Give the element a name, such as Ada.", 20),
  description: neededWords("description", label, "Say who it is, such as a young woman with short hair.", 100),
  image: picture(label, { what: "The front picture" }),
  references: references(label, 3),
  video: video(label, PORTRAIT),
  voice: z
    .string({ error: "voice takes a name or an id." })
    .refine((typed) => voiceId(typed) !== undefined, {
      error: ({ input }) =>
        `There is no voice called ${quote(input)}. Choose ${orList(voices.map(({ name }) => name))}, or give an id.`,
    })
    .optional()
    .describe(`only with a video: ${orList(voices.map(({ name }) => name))}, or an id`),
};

interface Subject {
  image?: Media | undefined;
  references: readonly Media[];
  video?: Media | undefined;
  voice?: string | undefined;
}

function judgeSubject({ image, references, video, voice }: Subject, context: z.RefinementCtx): void {
  if (!image && !video) {
    refuse(context, "There is nothing to make the element from. Attach a front picture as image, or a video.", "image");
  } else if (video && (image || references.length > 0)) {
    refuse(context, "An element is made from pictures or from a video, not both. Leave one of them out.", "video");
  } else if (voice !== undefined && !video) {
    refuse(context, "Only an element made from a video can have a voice. Leave voice out, or attach a video.", "voice");
  }
}

const schema = z.object(options).superRefine(judgeSubject);

/** The gateway asks for one more view at least: with only a front picture, that one is repeated. */
function imageList(image: Media, others: readonly Media[], address: (media: Media) => string) {
  const views = others.length > 0 ? others : [image];
  return {
    frontal_image: address(image),
    refer_images: views.map((view) => ({ image_url: address(view) })),
  };
}

/** The product page and the specification name the video differently: each reader finds its own. */
function videoList(address: string) {
  return { video_url: address, refer_videos: [{ video_url: address }] };
}

/**
 * A reusable subject, made from up to four pictures or a short video; 1 credit, about 10 minutes.
 * https://docs.evolink.ai/en/api-manual/video-series/kling/kling-custom-element, https://evolink.ai/kling-3?model=kling-custom-element
 */
export const klingCustomElement = defineModel({
  id: "kling-custom-element",
  label: "Kling element",
  asked: { command: "element create" },
  makes: "element",
  summary: "pictures or a video of somebody → reusable element",
  options: limitsOf(options),
  rates: [{ what: "element", credits: "1", per: "element" }],
  schema,
  price: () => units(UNITS_PER_CREDIT),
  seconds: () => 0,
  estimate: () => 600,
  media: ({ image, references, video }) => [image, ...references, video].filter((media) => media !== undefined),
  toWire: ({ name, description, image, references, video, voice }, address) => ({
    model: "kling-custom-element",
    model_params: {
      element_name: name,
      element_description: description,
      reference_type: video ? "video_refer" : "image_refer",
      ...(image ? { element_image_list: imageList(image, references, address) } : {}),
      ...(video ? { element_video_list: videoList(address(video)) } : {}),
      ...(voice ? { element_voice_id: voiceId(voice) } : {}),
    },
  }),
  describe: ({ name, image, references, video, voice }) =>
    dots(
      `@${name}`,
      image && `from ${plural(1 + references.length, "picture")}`,
      video && "from a video",
      voice && `voice: ${voice}`,
    ),
});
