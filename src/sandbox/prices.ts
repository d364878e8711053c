import { priceOf, UNITS_PER_CREDIT, type Units, units } from "../credits/units.ts";
import type { ModelId } from "./wire-models.ts";

/** Units a second at 720p, and what the quality, the sound and both multiply it by, in thousandths. */
interface Price {
  perSecond: number;
  hd: number;
  sound?: number;
  both?: number;
}

const V3: Price = { perSecond: 54_000, hd: 1333, sound: 1500, both: 2000 };
const O3: Price = { perSecond: 54_000, hd: 1334, sound: 1334, both: 1667 };
const O3_VIDEO: Price = { perSecond: 81_000, hd: 1334 };
const TURBO: Price = { perSecond: 72_000, hd: 1250 };

/** The product pages' price table, August 2026. */
const PRICES: Record<Exclude<ModelId, "kling-custom-element">, Price> = {
  "kling-v3-text-to-video": V3,
  "kling-v3-image-to-video": V3,
  "kling-o3-text-to-video": O3,
  "kling-o3-image-to-video": O3,
  "kling-o3-reference-to-video": O3_VIDEO,
  "kling-o3-video-edit": O3_VIDEO,
  "kling-v3-turbo-text-to-video": TURBO,
  "kling-v3-turbo-image-to-video": TURBO,
  "kling-v3-motion-control": { perSecond: 81_648, hd: 1333 },
};

/** What the gateway charges. `seconds` are billed as whole ones, at least 3; an element is flat. */
export function charge(
  { model, quality, sound }: { model: ModelId; quality: "720p" | "1080p"; sound: boolean },
  seconds: number,
): Units {
  if (model === "kling-custom-element") return units(UNITS_PER_CREDIT);
  const price = PRICES[model];
  const hd = quality === "1080p";
  const factor = hd && sound ? price.both : hd ? price.hd : sound ? price.sound : 1000;
  return priceOf(units(price.perSecond), Math.max(3, Math.ceil(seconds)), factor ?? 1000);
}

/** The two units in the wild: Turbo's page shows credits, the others show 1/10,000 credit. */
export function reserved(model: ModelId, charged: Units): number {
  return isTurbo(model) ? charged / UNITS_PER_CREDIT : charged;
}

export function isTurbo(model: ModelId): boolean {
  return model.startsWith("kling-v3-turbo-");
}

/** `usage.billing_rule` as each specification's example has it. */
export function billingRule(model: ModelId): "per_call" | "per_second" {
  return model.startsWith("kling-v3-") ? "per_second" : "per_call";
}

/** Seconds a task takes before it is compressed: Turbo a minute, an element ten (FACTS), the rest three. */
export function usualSeconds(model: ModelId): number {
  if (model === "kling-custom-element") return 600;
  return isTurbo(model) ? 60 : 180;
}
