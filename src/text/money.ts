import { decimal } from "./decimal.ts";
import { numberFormat } from "./message.ts";
import { sentences } from "./sentences.ts";

/** What one of what is counted (a credit's smallest unit) is worth: `digits` / 10^`decimals` of a currency. */
export interface UnitPrice {
  /** By ISO 4217: `USD`. */
  readonly currency: string;
  /** A whole number above zero. */
  readonly digits: number;
  readonly decimals: number;
}

/** How a sum in money stands beside what it is for. */
export const words = sentences("worth", { beside: "{amount} ({money})" });

/** Of what is worth less than the currency's smallest coin, so many digits are said: “$0.0056”. */
const DIGITS_OF_LITTLE = 2;

/** What so many are worth, exactly. `count` is a decimal that a float holds as it is written. */
export function moneyOf(count: number, { digits, decimals }: UnitPrice): `${number}` {
  const [whole = "0", fraction = ""] = String(count).split(".");
  return decimal(BigInt(whole + fraction) * BigInt(digits), fraction.length + decimals);
}

/**
 * The same as the locale writes money, rounded for show alone: a `sum` to the currency's own decimals, a `rate` to one
 * more, since it is multiplied. What would round to nothing keeps its first digits.
 */
export function sayMoney(count: number, price: UnitPrice, locale: string, as: "sum" | "rate"): string {
  const exact = moneyOf(count, price);
  const style = { style: "currency", currency: price.currency } as const;
  const own = numberFormat(locale, style).resolvedOptions().maximumFractionDigits ?? 2;
  const places = as === "rate" ? own + 1 : own;
  const size = Math.abs(Number(exact));
  const little = size > 0 && size < 10 ** -places;
  const format = little
    ? numberFormat(locale, { ...style, maximumSignificantDigits: DIGITS_OF_LITTLE })
    : numberFormat(locale, { ...style, minimumFractionDigits: places, maximumFractionDigits: places });
  return format.format(exact);
}
