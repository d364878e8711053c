import type { z } from "zod";
import { parseCredits, UNITS_PER_CREDIT, type Units, units } from "../../credits/units.ts";
import { sentences } from "../../text/sentences.ts";
import { anyOf, type Text } from "../../text/text.ts";
import type { Definition, Model } from "./model.ts";
import { QUALITIES } from "./parts.ts";
import { priceOfVideo, ratesOf } from "./prices.ts";
import { refuseHere } from "./problems.ts";

/** More than a second of any video costs. */
const MOST = units(10_000 * UNITS_PER_CREDIT);

/** What a second in 4k costs, in Units, without sound and with it. */
export interface Price4k {
  readonly silent: Units;
  readonly sound: Units;
}

/**
 * The operator's prices, by the ids of the models. The specifications of some offer 4k and no page has a price for it,
 * so nobody can ask for it until there is one here.
 */
export type Prices4k = Readonly<Record<string, Price4k>>;

const words = sentences("model.price-4k", {
  unpriced:
    "Choose {choices}{count, plural, =0 {} other {, or {others}}}: no price is published for {model} in 4k, and whoever runs Reelay has set none.",
  none: "Choose {choices}{count, plural, =0 {} other {, or {others}}}: {model} makes no 4k.",
});

/**
 * Reads `kling-v3-text-to-video:12, kling-o3-text-to-video:12/16`: credits a second, after a slash those with sound,
 * which else cost the same. Undefined where anything in it isn't so, costs nothing or over 10,000, is there twice, or is none of `ids`.
 */
export function parsePrices4k(text: string, ids: readonly string[]): Prices4k | undefined {
  const prices = new Map<string, Price4k>();
  for (const part of text.split(",")) {
    const [, id = "", alone = "", loud = alone] =
      /^\s*([\w-]+)\s*:\s*([\d.]+)(?:\s*\/\s*([\d.]+))?\s*$/.exec(part) ?? [];
    const [silent, sound] = [parseCredits(alone), parseCredits(loud)];
    if (!silent || !sound || silent > MOST || sound > MOST || !ids.includes(id) || prices.has(id)) return undefined;
    prices.set(id, { silent, sound });
  }
  return Object.fromEntries(prices);
}

/** The definition with 4k at that price. */
export function pricedIn4k(definition: Definition, { silent, sound }: Price4k): Definition {
  const quiet = { perSecond: silent, thousandths: { "4k": 1000 } };
  const loud = { perSecond: sound, thousandths: { "4k with sound": 1000 } };
  return {
    ...definition,
    rates: [...definition.rates, ...ratesOf(quiet), ...ratesOf(loud)],
    price: (input) => {
      const asked = input as { quality?: unknown; sound?: boolean };
      if (asked.quality !== "4k") return definition.price(input);
      const loudly = asked.sound === true;
      return priceOfVideo(loudly ? loud : quiet, { seconds: definition.seconds(input), quality: "4k", sound: loudly });
    },
  };
}

/** Refuses 4k for a model that nobody has set a price for, by a sentence that names who has one. */
export function judge4k({ unpriced, label, asked }: Model, quality: unknown, context: z.RefinementCtx): void {
  if (String(quality).toLowerCase() !== "4k") return;
  const model: Text = "family" in asked ? asked.family : label;
  const say = (families: readonly string[]): Text => {
    // Where a command has the model to itself, there is no other to choose.
    const others = "family" in asked ? families : [];
    const said = { choices: anyOf(QUALITIES), count: others.length, others: anyOf(others), model };
    return unpriced === undefined ? words.none(said) : words.unpriced(said);
  };
  refuseHere(context, { options: { quality: "4k" }, say }, "quality");
}
