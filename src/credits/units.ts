import { decimal } from "../text/decimal.ts";
import type { UnitPrice } from "../text/money.ts";
import { inEnglish } from "../text/render.ts";
import { sentences } from "../text/sentences.ts";
import type { Text } from "../text/text.ts";

/**
 * Credits as integers of 1/10,000 credit, the gateway's own "unit credits" (1 credit = 10,000 UC).
 * All arithmetic on money is done in them; a decimal number exists only in what people read and type.
 */
export type Units = number & { readonly unit: "1/10000 credit" };

/** How many units one credit has: 10^UNIT_DECIMALS. */
export const UNITS_PER_CREDIT = 10_000;
const UNIT_DECIMALS = 4;

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

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/**
 * Reads what a credit costs: "0.0139" in US dollars, or with a currency by ISO 4217, "0.0129 EUR"; at most six digits
 * before the point and eight after it. Undefined when it is not such a price, or none at all.
 */
export function parseCreditPrice(text: string): UnitPrice | undefined {
  const match = /^(\d{1,6})(?:\.(\d{1,8}))?(?:\s*([a-z]{3}))?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, whole = "", fraction = "", code = "USD"] = match;
  const [digits, currency] = [Number(whole + fraction), code.toUpperCase()];
  if (digits === 0 || !CURRENCIES.has(currency)) return undefined;
  return { currency, digits, decimals: fraction.length + UNIT_DECIMALS };
}

/** Credits as people read them: no trailing zeros ("27", "7.1982"), a minus sign where it is negative. */
export function formatCredits(value: Units): string {
  return decimal(value, UNIT_DECIMALS);
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

/** “27 credits ($0.38)” for a reader who is shown money, else as `inCredits`: where somebody decides or looks back. */
export function worth(value: Units): Text {
  return { worth: value, amount: inCredits(value), as: "sum" };
}

/** “27 ($0.38)”: the same where the word stands elsewhere. */
export function bareWorth(value: Units): Text {
  return { worth: value, amount: bareCredits(value), as: "sum" };
}

/** “7.1982 ($0.100)”: a price list's credits for one second; of their decimals, which may be more, four are shown. */
export function worthARate(credits: string): Text {
  return { worth: Number(`${credits}e${UNIT_DECIMALS}`), amount: words.bare({ credits: Number(credits) }), as: "rate" };
}

/** “$0.38”: the money alone; empty for a reader who is shown none. */
export function inMoney(value: Units): Text {
  return { worth: value, amount: "", as: "sum" };
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
