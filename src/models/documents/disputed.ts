import type { Model } from "../parts/model.ts";

/** A point on which the gateway's product page and its specification differ, for those who read docs/models.md. */
interface Point {
  readonly about: string;
  readonly page: string;
  readonly specification: string;
  /** What is sent, or what is done instead. */
  readonly sent: string;
}

/** Each by the word that the log has for it. The models say which of them they are about, and which inputs use one. */
export const DISPUTED = {
  "element-video": {
    about: "the video of a character",
    page: "`element_video_list.video_url`",
    specification: "`element_video_list.refer_videos[].video_url`",
    sent: "both: each reader finds its own",
  },
  "element-views": {
    about: "further pictures of a character",
    page: "`refer_images` is optional",
    specification: "1 to 3 are required",
    sent: "at least one: a picture from the front that is alone is sent again as the other view",
  },
  "element-id": {
    about: "`element_id` in `element_list`",
    page: "a number on Kling 3.0's page, text on O3's",
    specification: "text",
    sent: "text: the numbers are larger than JSON readers keep exactly",
  },
  "last-frame-alone": {
    about: "a last frame without a first one, Kling 3.0",
    page: "either frame is enough",
    specification: "`image_start` is required",
    sent: "the last frame alone, as asked; a refusal costs nothing",
  },
  "last-frame-alone-o3": {
    about: "a last frame without a first one, Kling O3",
    page: "“can be used alone”, and “requires a first frame”",
    specification: "requires a first frame",
    sent: "never: a first frame is asked for",
  },
  "no-words-o3": {
    about: "pictures without words, Kling O3",
    page: "`prompt` is optional",
    specification: "`prompt` is required",
    sent: "a short neutral prompt, which the card shows",
  },
  "aspect-beside-first-frame": {
    about: "a shape beside a first frame",
    page: "`aspect_ratio` “can be omitted”, on 3.0 and O3",
    specification: "O3 has `aspect_ratio`; Kling 3.0 has none when it starts from pictures",
    sent: "on O3 as asked; on Kling 3.0 it is refused with the reason",
  },
  "aspect-of-last-frame": {
    about: "the shape of a video that has a last frame alone, Kling 3.0",
    page: "`aspect_ratio`, since no first frame gives it",
    specification: "no `aspect_ratio`",
    sent: "what was asked, or the shape nearest to the last frame's",
  },
  "video-length-o3": {
    about: "the length of videos that Kling O3 is given, and gives",
    page: "“15-second video input/output”",
    specification: "at least 3 s in; 3 to 10 s out, or as long as the video that is edited",
    sent: "what the specification takes; the price of editing more than 15 s is asked about first",
  },
  "video-size-o3": {
    about: "4K videos to edit, Kling O3",
    page: "“4K editing input/output”",
    specification: "sides of 720 to 2,160 pixels, and no 4k out",
    sent: "what the specification takes: a larger one is refused, with the sides that it may have",
  },
  "quality-4k": {
    about: "`quality` of 4k, Kling 3.0 and O3 from words or pictures",
    page: "720p and 1080p, with their prices",
    specification: "4k too, without a price",
    sent: "4k where the operator has set a price by `PRICE_4K`, for that price; refused without one",
  },
  "shots-in-prompt": {
    about: "the word for a shot in a Turbo prompt",
    page: "`shot n, m, words;`",
    specification: "`镜头 n, m, words;`",
    sent: "`shot`, whichever was typed",
  },
} as const satisfies Record<string, Point>;

export type DisputedPoint = keyof typeof DISPUTED;

/** That a model is about a point, and which of its inputs use it; none does where nothing that differs is ever sent. */
export interface Dispute<Input> {
  readonly point: DisputedPoint;
  usedBy?(input: Input): boolean;
}

/** The points that an input uses: a refusal of it may be about one of them. */
export function disputedIn({ disputes = [] }: Pick<Model, "disputes">, input: unknown): readonly DisputedPoint[] {
  return disputes.flatMap((one) => (one.usedBy?.(input) ? [one.point] : []));
}

/** Of a model that takes characters. */
export const ELEMENT_ID = {
  point: "element-id",
  usedBy: ({ elements }: { elements: readonly unknown[] }) => elements.length > 0,
} as const;

/** Of a model whose specification offers 4k. */
export const QUALITY_4K = {
  point: "quality-4k",
  usedBy: ({ quality }: { quality: string }) => quality === "4k",
} as const;
