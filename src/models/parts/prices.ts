import { priceOf, type Units, units } from "../../credits/units.ts";
import type { Rate } from "./model.ts";

export type Quality = "720p" | "1080p";

type Look = Quality | `${Quality} with sound`;

/** What a second costs at 720p, and what that is multiplied by, in thousandths. A look that is absent is not offered. */
export interface PriceTable {
  readonly perSecond: Units;
  readonly thousandths: Readonly<Partial<Record<Look, number>>>;
}

/** The gateway bills at least 3 s (the product pages: "Minimum billing: 3 seconds"). */
const LEAST_BILLED = 3;

/** https://evolink.ai/kling-3: 5.4 credits a second; ×1.333 in 1080p, ×1.5 with sound, ×2.0 with both. */
export const V3: PriceTable = {
  perSecond: units(54_000),
  thousandths: { "720p": 1000, "1080p": 1333, "720p with sound": 1500, "1080p with sound": 2000 },
};

/** https://evolink.ai/kling-o3: 5.4 credits a second; ×1.334 in 1080p or with sound, ×1.667 with both. */
export const O3: PriceTable = {
  perSecond: units(54_000),
  thousandths: { "720p": 1000, "1080p": 1334, "720p with sound": 1334, "1080p with sound": 1667 },
};

/** https://docs.evolink.ai/en/api-manual/video-series/kling/kling-o3-video-edit: 81,000 units a second, ×1.334 in 1080p. */
export const O3_FROM_VIDEO: PriceTable = { perSecond: units(81_000), thousandths: { "720p": 1000, "1080p": 1334 } };

/** https://evolink.ai/kling-3-turbo: 7.2 credits a second, ×1.25 in 1080p. */
export const TURBO: PriceTable = { perSecond: units(72_000), thousandths: { "720p": 1000, "1080p": 1250 } };

/** https://evolink.ai/kling-3-motion-control: 8.1648 credits a second, ×1.333 in 1080p. */
export const MOTION: PriceTable = { perSecond: units(81_648), thousandths: { "720p": 1000, "1080p": 1333 } };

/** What `seconds` of video cost, in Units, rounded up once; `seconds` is a whole number, of which at least 3 are billed. */
export function priceOfVideo(
  table: PriceTable,
  { seconds, quality, sound = false }: { seconds: number; quality: Quality; sound?: boolean },
): Units {
  const look: Look = sound ? `${quality} with sound` : quality;
  const thousandths = table.thousandths[look];
  if (thousandths === undefined) throw new RangeError(`No price for ${look}`);
  return priceOf(table.perSecond, Math.max(seconds, LEAST_BILLED), thousandths);
}

/** Whole seconds that a video of this length is billed as: rounded up from the millisecond that a container counts in. */
export function billedSeconds(seconds: number): number {
  return Math.ceil(Math.round(seconds * 1000) / 1000);
}

/** The table as a price list. */
export function ratesOf({ perSecond, thousandths }: PriceTable): readonly Rate[] {
  return Object.entries(thousandths).map(([what, factor]) => ({
    what,
    credits: decimal(perSecond * factor, 7),
    per: "second" as const,
  }));
}

/** `value` / 10^`places` without passing through a float: 71982000 and 7 give "7.1982". */
function decimal(value: number, places: number): string {
  const digits = String(value).padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return `${digits.slice(0, -places)}${fraction && `.${fraction}`}`;
}
