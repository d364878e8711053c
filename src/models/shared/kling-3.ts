import { units } from "../../credits/units.ts";
import type { PriceTable } from "../parts/prices.ts";

/** What the models of Kling 3.0 share: how it is asked for, and what a second costs. */
export const KLING_3 = { label: "Kling 3.0", asked: { family: "kling-3", alias: "3" } } as const;

/** https://evolink.ai/kling-3: 5.4 credits a second; ×1.333 in 1080p, ×1.5 with sound, ×2.0 with both. */
export const KLING_3_PRICES: PriceTable = {
  perSecond: units(54_000),
  thousandths: { "720p": 1000, "1080p": 1333, "720p with sound": 1500, "1080p with sound": 2000 },
};
