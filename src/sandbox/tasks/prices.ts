import { priceOf, UNITS_PER_CREDIT, type Units, units } from "../../credits/units.ts";
import { wireModel } from "../models/index.ts";

/** No page bills a shorter video than this, in seconds. */
const LEAST_BILLED = 3;

/** What the gateway charges. `seconds` are billed as whole ones, at least 3; what has a flat price has that. */
export function charge(
  { model, quality, sound }: { model: string; quality: "720p" | "1080p"; sound: boolean },
  seconds: number,
): Units {
  const { price } = wireModel(model);
  if ("each" in price) return units(price.each);
  const hd = quality === "1080p";
  const factor = hd && sound ? price.both : hd ? price.hd : sound ? price.sound : 1000;
  return priceOf(units(price.perSecond), Math.max(LEAST_BILLED, Math.ceil(seconds)), factor ?? 1000);
}

/** The charge as the create answer names it, in the unit of the model's page. */
export function reserved(model: string, charged: Units): number {
  return wireModel(model).reserves === "credits" ? charged / UNITS_PER_CREDIT : charged;
}
