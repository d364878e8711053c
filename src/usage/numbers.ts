import { UNITS_PER_CREDIT, type Units } from "../credits/units.ts";
import { numberFormat } from "../text/message.ts";

/** From here on a picture has no room for all digits. */
const MANY_CREDITS = 1_000_000;

/** Credits as a picture has room for them: “1,234.5”, “12.3M”. `locale` is a BCP 47 tag. */
export function roughly(value: Units, locale: string): string {
  const credits = value / UNITS_PER_CREDIT;
  const notation = credits >= MANY_CREDITS ? "compact" : "standard";
  const format = numberFormat(locale, { notation, maximumFractionDigits: 1 });
  return value > 0 && credits < 0.1 ? `< ${format.format(0.1)}` : format.format(credits);
}
