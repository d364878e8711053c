/** How long an allowance lasts before the next one. Weeks begin on Monday; all periods begin at midnight. */
export const PERIODS = ["day", "week", "month"] as const;

export type Period = (typeof PERIODS)[number];

/** One period: its name (`2026-11`, `week of 2026-11-16`, `2026-11-20`), and from when until when it is. */
export interface Span {
  name: string;
  startsAt: number;
  endsAt: number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A local midnight is never further than this from the same one in UTC: clocks are set from UTC-12 to UTC+14. */
const FARTHEST_MS = 15 * 3_600_000;

/** The period that holds `now`, by the days of an IANA time zone. A day on which clocks change is shorter or longer. */
export function periodAt(period: Period, now: number, timeZone = "UTC"): Span {
  const today = dayAt(now, timeZone);
  const { first, next, name } = daysOf(period, today);
  return { name, startsAt: startOf(first, timeZone), endsAt: startOf(next, timeZone) };
}

/** Whether it is a time zone that is known here: `Europe/Berlin`, `UTC`. */
export function isTimeZone(name: string): boolean {
  try {
    dayAt(0, name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The first day of the period, and of the one after it; a day is its midnight in UTC. */
function daysOf(period: Period, today: number): { name: string; first: number; next: number } {
  const date = new Date(today);
  switch (period) {
    case "day":
      return { name: isoDay(today), first: today, next: today + DAY_MS };
    case "week": {
      const monday = today - ((date.getUTCDay() + 6) % 7) * DAY_MS;
      return { name: `week of ${isoDay(monday)}`, first: monday, next: monday + 7 * DAY_MS };
    }
    case "month": {
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
      const [first, next] = [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
      return { name: isoDay(first).slice(0, 7), first, next };
    }
  }
}

/** Formats are dear to make, and there are few zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that it is there, as its midnight in UTC. Throws RangeError for no time zone. */
function dayAt(time: number, timeZone: string): number {
  if (timeZone === "UTC") return time - (((time % DAY_MS) + DAY_MS) % DAY_MS);
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
    formats.set(timeZone, format);
  }
  return Date.parse(`${format.format(time)}T00:00:00Z`);
}

/** The first minute of a day there. Looked for, as no offset is the same on both sides of a clock change. */
function startOf(day: number, timeZone: string): number {
  if (timeZone === "UTC") return day;
  let before = (day - FARTHEST_MS) / MINUTE_MS;
  let there = (day + FARTHEST_MS) / MINUTE_MS;
  while (there - before > 1) {
    const middle = Math.floor((before + there) / 2);
    if (dayAt(middle * MINUTE_MS, timeZone) >= day) there = middle;
    else before = middle;
  }
  return there * MINUTE_MS;
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
