/** How long an allowance lasts before the next one. Weeks begin on Monday; all periods begin at midnight UTC. */
export type Period = "day" | "week" | "month";

const DAY_MS = 86_400_000;

/** The period that holds `now`: its name (`2026-11`, `week of 2026-11-16`, `2026-11-20`) and when the next one begins. */
export function periodAt(period: Period, now: number): { name: string; endsAt: number } {
  const date = new Date(now);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const midnight = Date.UTC(year, month, date.getUTCDate());
  switch (period) {
    case "day":
      return { name: isoDay(midnight), endsAt: midnight + DAY_MS };
    case "week": {
      const monday = midnight - ((date.getUTCDay() + 6) % 7) * DAY_MS;
      return { name: `week of ${isoDay(monday)}`, endsAt: monday + 7 * DAY_MS };
    }
    case "month":
      return { name: isoDay(midnight).slice(0, 7), endsAt: Date.UTC(year, month + 1, 1) };
  }
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
