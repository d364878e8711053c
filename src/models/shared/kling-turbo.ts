import { units } from "../../credits/units.ts";
import type { PriceTable } from "../parts/prices.ts";

/** What the models of Kling 3.0 Turbo share: how it is asked for, and what a second costs. */
export const KLING_TURBO = { label: "Kling 3.0 Turbo", asked: { family: "kling-turbo", alias: "turbo" } } as const;

/** https://evolink.ai/kling-3-turbo: 7.2 credits a second, ×1.25 in 1080p. */
export const KLING_TURBO_PRICES: PriceTable = {
  perSecond: units(72_000),
  thousandths: { "720p": 1000, "1080p": 1250 },
};
