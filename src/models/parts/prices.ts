import { priceOf, type Units } from "../../credits/units.ts";
import { decimal } from "../../text/decimal.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import type { Rate } from "./model.ts";

export type Quality = "720p" | "1080p" | "4k";

type Look = Quality | `${Quality} with sound`;

/** What a second costs at 720p, and what that is multiplied by, in thousandths. A look that is absent is not offered. */
export interface PriceTable {
  readonly perSecond: Units;
  readonly thousandths: Readonly<Partial<Record<Look, number>>>;
}

/** Seconds that the gateway bills at least (https://evolink.ai/kling-3: “Minimum billing: 3 seconds”). */
export const LEAST_BILLED = 3;

const words = sentences("model.prices", { withSound: "{quality} with sound" });

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
  return Object.entries(thousandths).map(([look, factor]) => ({
    what: sayLook(look),
    credits: decimal(perSecond * factor, 7),
    per: "second" as const,
  }));
}

function sayLook(look: string): Text {
  const [quality = look, sound] = look.split(" with ");
  return sound === undefined ? quality : words.withSound({ quality });
}
