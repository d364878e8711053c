import { z } from "zod";
import { shownName } from "../../base/words.ts";
import { UNITS_PER_CREDIT, units } from "../../credits/units.ts";
import { sentences } from "../../text/sentences.ts";
import { anyOf, dotted, type Text } from "../../text/text.ts";
import { BY_FILES, EVERY } from "../documents/parameters.ts";
import { defineModel } from "../parts/define.ts";
import type { Media } from "../parts/model.ts";
import { about, aboutAll, aboutMore } from "../parts/option.ts";
import { neededText } from "../parts/parts.ts";
import { picture, references } from "../parts/pictures.ts";
import { quote, refuse, says } from "../parts/problems.ts";
import { type VideoLimits, video } from "../parts/videos.ts";
import { voiceId, voices } from "../shared/voices.ts";

const words = sentences("model.kling-custom-element", {
  label: "Kling character",
  summary: "pictures or a video of somebody → character",
  character: "a character",
  each: "character",
  noName: "Give the character a name, like Ada.",
  noDescription: "Say who it is, like a young woman with short hair: description is missing.",
  nothing:
    "Attach a picture of the face from the front as image, or a video: there's nothing to make the character from.",
  both: "Leave out the pictures or the video: a character is made from one or the other.",
  voiceWithoutVideo: "Leave voice out, or attach a video: only a character made from a video can have a voice.",
  noVoice: "Choose {voices}, or give a voice's id: there's no voice called {voice}.",
  face: "{limits}, a human face clearly visible",
  sameFace: "{limits}, the face of one and the same person clearly visible",
  voiceLimits: "only with a video: {voices}, or an id",
  fromPictures: "from {count, plural, one {# picture} other {# pictures}}",
  fromVideo: "from a video",
  voice: "voice: {voice}",
});

const { label } = words;

/** What it asks of a video: `element_video_list` on the pages below. */
const PORTRAIT: VideoLimits = {
  types: ["video/mp4", "video/quicktime", "video/webm"],
  most: 100,
  seconds: { max: 8 },
  sides: { min: 720, max: 2160, of: "width" },
};

const named = anyOf(voices.map(({ name }) => name));

const voice = z
  .string({ error: says((given) => words.noVoice({ voices: named, voice: quote(given) })) })
  .refine((typed) => voiceId(typed) !== undefined, {
    error: says((given) => words.noVoice({ voices: named, voice: quote(given) })),
  })
  .optional();

/** The reference images “must contain a clearly visible human face” (the product page below). */
const showingFace = (limits: Text) => words.face({ limits });

const options = {
  name: neededText("name", words.noName, 20),
  description: neededText("description", words.noDescription, 100),
  image: aboutMore(picture(words.character, { what: "front" }), showingFace),
  references: aboutMore(references(words.character, 3), showingFace),
  video: aboutMore(video(words.character, PORTRAIT), (limits) => words.sameFace({ limits })),
  voice: about(voice, { limits: words.voiceLimits({ voices: named }) }),
};

interface Subject {
  image?: Media | undefined;
  references: readonly Media[];
  video?: Media | undefined;
  voice?: string | undefined;
}

function judgeSubject({ image, references, video, voice }: Subject, context: z.RefinementCtx): void {
  if (!image && !video) refuse(context, words.nothing, "image");
  else if (video && (image || references.length > 0)) refuse(context, words.both, "video");
  else if (voice !== undefined && !video) refuse(context, words.voiceWithoutVideo, "voice");
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
  label,
  asked: { command: "element create" },
  makes: "element",
  summary: words.summary,
  example: { name: "Mia", description: "a young woman in a red coat", image: "mia.png" },
  options: aboutAll(options),
  rates: [{ what: words.each, credits: "1", per: "element" }],
  parameters: {
    ...EVERY,
    "model_params.element_name": "name",
    "model_params.element_description": "description",
    "model_params.reference_type": BY_FILES,
    "model_params.element_image_list.frontal_image": "image",
    "model_params.element_image_list.refer_images[].image_url": "references",
    "model_params.element_video_list.video_url": "video",
    "model_params.element_video_list.refer_videos[].video_url": "video",
    "model_params.element_voice_id": "voice",
  },
  disputes: [
    { point: "element-video", usedBy: ({ video }) => video !== undefined },
    { point: "element-views", usedBy: ({ image, references }) => image !== undefined && references.length === 0 },
  ],
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
    dotted(
      shownName(name),
      image && words.fromPictures({ count: 1 + references.length }),
      video && words.fromVideo,
      voice && words.voice({ voice }),
    ),
});
