import { inEnglish } from "../text/render.ts";
import { sentences } from "../text/sentences.ts";
import type { Text } from "../text/text.ts";

/**
 * Credits as integers of 1/10,000 credit, the gateway's own "unit credits" (1 credit = 10,000 UC).
 * All arithmetic on money is done in them; a decimal number exists only in what people read and type.
 */
export type Units = number & { readonly unit: "1/10000 credit" };

/** How many units one credit has. */
export const UNITS_PER_CREDIT = 10_000;

export const ZERO = 0 as Units;

/** Brands a whole number of units. Throws RangeError when it is not a safe integer. */
export function units(value: number): Units {
  if (!Number.isSafeInteger(value)) throw new RangeError(`Not a whole number of units: ${value}`);
  return value as Units;
}

/** Reads credits as people write them ("20", "7.5"), at most four decimals; undefined when it is not such a number. */
export function parseCredits(text: string): Units | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,4}))?$/.exec(text.trim());
  if (!match) return undefined;
  const [, whole = "0", fraction = ""] = match;
  return units(Number(whole) * UNITS_PER_CREDIT + Number(fraction.padEnd(4, "0")));
}

/** Credits as people read them: no trailing zeros ("27", "7.1982"), a minus sign where it is negative. */
export function formatCredits(value: Units): string {
  const sign = value < 0 ? "-" : "";
  const size = Math.abs(value);
  const whole = Math.floor(size / UNITS_PER_CREDIT);
  const fraction = String(size % UNITS_PER_CREDIT)
    .padStart(4, "0")
    .replace(/0+$/, "");
  return `${sign}${whole}${fraction && `.${fraction}`}`;
}

const words = sentences("credits", {
  // Of exactly one alone: 1.0001 is “credits”, though the rules of plural round it to 1.
  amount: "{credits, number, ::.####} {credits, plural, =1 {credit} other {credits}}",
  bare: "{credits, number, ::.####}",
});

/** “1 credit”, “1,234.5 credits”, in the reader's language. */
export function inCredits(value: Units): Text {
  return words.amount({ credits: value / UNITS_PER_CREDIT });
}

/** The same in English, for operators and for tests. */
export function sayCredits(value: Units): string {
  return inEnglish(inCredits(value));
}

/** “27”: credits where the word stands elsewhere, as beside their label. */
export function bareCredits(value: Units): Text {
  return words.bare({ credits: value / UNITS_PER_CREDIT });
}

/**
 * What `seconds` cost at `perSecond` units, times a multiplier given in thousandths (1333 is 1.333), rounded up to a
 * whole unit once, at the end.
 */
export function priceOf(perSecond: Units, seconds: number, thousandths = 1000): Units {
  return units(Math.ceil((perSecond * seconds * thousandths) / 1000));
}

export function add(...values: Units[]): Units {
  return units(values.reduce((sum, value) => sum + value, 0));
}

export function subtract(a: Units, b: Units): Units {
  return units(a - b);
}
