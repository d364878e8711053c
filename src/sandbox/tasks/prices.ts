import { priceOf, UNITS_PER_CREDIT, type Units, units } from "../../credits/units.ts";
import { wireModel } from "../models/index.ts";
import type { Quality } from "../parts/rules.ts";

/** No page bills a shorter video than this, in seconds. */
const LEAST_BILLED = 3;

/** What a second in 4k is charged, in Units, without sound and with it, by model: no page says it, so somebody has to. */
export type Prices4k = Readonly<Record<string, { readonly silent: Units; readonly sound: Units }>>;

/**
 * What the gateway charges. `seconds` are billed as whole ones, at least 3; what has a flat price has that. Throws
 * RangeError for 4k without a price.
 */
export function charge(
  { model, quality, sound }: { model: string; quality: Quality; sound: boolean },
  seconds: number,
  prices: Prices4k = {},
): Units {
  const { price } = wireModel(model);
  if ("each" in price) return units(price.each);
  const billed = Math.max(LEAST_BILLED, Math.ceil(seconds));
  if (quality === "4k") {
    const told = prices[model];
    if (!told) throw new RangeError(`The sandbox was told no price for ${model} in 4k`);
    return priceOf(sound ? told.sound : told.silent, billed, 1000);
  }
  const hd = quality === "1080p";
  const factor = hd && sound ? price.both : hd ? price.hd : sound ? price.sound : 1000;
  return priceOf(units(price.perSecond), billed, factor ?? 1000);
}

/** The charge as the create answer names it, in the unit of the model's page. */
export function reserved(model: string, charged: Units): number {
  return wireModel(model).reserves === "credits" ? charged / UNITS_PER_CREDIT : charged;
}
