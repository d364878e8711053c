import { plural } from "../base/words.ts";
import { formatCredits, UNITS_PER_CREDIT, type Units } from "../credits/units.ts";

const short = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const shortest = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** From here on a picture has no room for all digits. */
const MANY_CREDITS = 1_000_000;

/** Exact, as people read it: “1,234,567.25”. */
export function sayUnits(value: Units): string {
  return formatCredits(value).replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));
}

/** As a picture has room for it: “1,234.5”, “12.3M”. */
export function roughly(value: Units): string {
  const credits = value / UNITS_PER_CREDIT;
  if (value > 0 && credits < 0.1) return "< 0.1";
  return (credits >= MANY_CREDITS ? shortest : short).format(credits);
}

/** “1 credit”, “1,234.5 credits”. */
export function saySpent(value: Units): string {
  return `${sayUnits(value)} ${value === UNITS_PER_CREDIT ? "credit" : "credits"}`;
}

/** “12 jobs”. */
export function sayJobs(jobs: number): string {
  return plural(jobs, "job");
}

/** “1 – 20 November 2026”, “20 November 2026”, by the first and the last `2026-11-20`. */
export function sayDays(first: string, last: string): string {
  const format = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  // Some of its spaces are thin ones, which not every font has.
  return format.formatRange(Date.parse(first), Date.parse(last)).replace(/\s/g, " ");
}
