import { units } from "../../credits/units.ts";
import type { PriceTable } from "../parts/prices.ts";
import type { VideoLimits } from "../parts/videos.ts";

/** What the models of Kling O3 share: how it is asked for, what a second costs, and what goes along with a video. */
export const KLING_O3 = { label: "Kling O3", asked: { family: "kling-o3", alias: "o3" } } as const;

/** https://evolink.ai/kling-o3: 5.4 credits a second; ×1.334 in 1080p or with sound, ×1.667 with both. */
export const KLING_O3_PRICES: PriceTable = {
  perSecond: units(54_000),
  thousandths: { "720p": 1000, "1080p": 1334, "720p with sound": 1334, "1080p with sound": 1667 },
};

/** https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-video-edit: 81,000 units a second, ×1.334 in 1080p. */
export const FROM_VIDEO_PRICES: PriceTable = { perSecond: units(81_000), thousandths: { "720p": 1000, "1080p": 1334 } };

/** What it asks of a video to follow or to edit: `video_url` on the same page. */
export const FROM_VIDEO: VideoLimits = {
  types: ["video/mp4", "video/quicktime"],
  most: 200,
  seconds: { min: 3 },
  sides: { min: 720, max: 2160, of: "both" },
  frameRate: { min: 24, max: 60 },
};

/** How many reference pictures and characters together it takes beside a video: `image_urls` on the same page. */
export const MOST_BESIDE_VIDEO = 4;

/** The page's longest video to give it, in seconds (https://evolink.ai/kling-3-turbo: “15s video input/output”). */
export const LONGEST_ON_PAGE = 15;

/** Of a model that is given a video: one that is longer than the page has it. */
export const LONG_VIDEO = {
  point: "video-length-o3",
  usedBy: ({ video }: { video: { seconds: number } }) => video.seconds > LONGEST_ON_PAGE,
} as const;
