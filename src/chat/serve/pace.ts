import type { Clock } from "../../base/clock.ts";

/** Keeps what is sent to each place (a channel, a workspace) inside what its chat takes. */
export interface Pacer {
  /**
   * Takes one turn at a place. `may wait` resolves once it is its turn, in the order of asking, always with true.
   * `only if free` answers at once: false while others wait, or when none but the last turn is left, which is kept for
   * what may wait. So what is left out holds up nothing that must come.
   */
  take(key: string, how: "may-wait" | "only-if-free"): Promise<boolean>;
  /** Places that are remembered: those used lately. */
  readonly places: number;
}

interface Place {
  /** When all its turns will be there again, in milliseconds since 1970. */
  fullAt: number;
  waiting: number;
  /** The last of those that wait. */
  tail: Promise<unknown>;
}

/**
 * For each place `burst` turns (two at least) at once, and a new one every `everyMs`: in any time of burst × everyMs
 * or longer no more than that time holds, and burst - 1 more.
 */
export function createPace({
  everyMs,
  burst,
  clock,
}: {
  everyMs: number;
  burst: number;
  clock: Pick<Clock, "now" | "sleep">;
}): Pacer {
  const places = new Map<string, Place>();
  let sweptAt = clock.now();

  const placeAt = (key: string, now: number): Place => {
    if (now - sweptAt >= everyMs * burst) {
      for (const [one, { fullAt, waiting }] of places) if (fullAt <= now && waiting === 0) places.delete(one);
      sweptAt = now;
    }
    const place = places.get(key) ?? { fullAt: now, waiting: 0, tail: Promise.resolve() };
    places.set(key, place);
    return place;
  };
  const takeOne = (place: Place, now: number): void => {
    place.fullAt = Math.max(place.fullAt, now) + everyMs;
  };
  /** How long until so many turns are there at once; zero or less when they are now. */
  const untilFree = (place: Place, turns: number, now: number): number =>
    place.fullAt - now - (burst - turns) * everyMs;

  const wait = async (place: Place): Promise<void> => {
    for (let ms = untilFree(place, 1, clock.now()); ms > 0; ms = untilFree(place, 1, clock.now()))
      await clock.sleep(ms);
    takeOne(place, clock.now());
    place.waiting -= 1;
  };

  return {
    take: async (key, how) => {
      const now = clock.now();
      const place = placeAt(key, now);
      if (how === "only-if-free") {
        if (place.waiting > 0 || untilFree(place, 2, now) > 0) return false;
        takeOne(place, now);
        return true;
      }
      place.waiting += 1;
      const turn = place.tail.then(() => wait(place));
      place.tail = turn;
      await turn;
      return true;
    },
    get places() {
      return places.size;
    },
  };
}
