import type { Clock } from "../../base/clock.ts";

/** Remembers for a time what was done, so that the same thing again is known. Bounded: the oldest is forgotten. */
export interface Once {
  /** Whether this is new; then it is remembered for `ms` milliseconds. */
  first(key: string, ms: number): boolean;
}

/** Slack sends an event again for five minutes at most, so ten cover it. */
export const RETRIES_MS = 10 * 60_000;

/** Two clicks within this time were meant as one. */
export const DOUBLE_CLICK_MS = 3_000;

const MOST = 50_000;

export function createOnce(clock: Clock): Once {
  const until = new Map<string, number>();
  return {
    first: (key, ms) => {
      const now = clock.now();
      if ((until.get(key) ?? 0) > now) return false;
      until.delete(key);
      until.set(key, now + ms);
      for (const oldest of until.keys()) {
        if (until.size <= MOST && (until.get(oldest) ?? 0) > now) break;
        until.delete(oldest);
      }
      return true;
    },
  };
}
