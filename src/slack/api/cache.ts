import { LRUCache } from "lru-cache";
import type { Clock } from "../../base/clock.ts";

const MOST = 5_000;

/**
 * Answers that hold for so many milliseconds. Those who ask while one is under way share it; a failure is forgotten at
 * once. Of more than `most`, what nobody has asked for in the longest time is forgotten.
 */
export function createCache<T>(
  clock: Clock,
  ms: number,
  most = MOST,
): (key: string, ask: () => Promise<T>) => Promise<T> {
  const known = new LRUCache<string, Promise<T>>({ max: most, ttl: ms, ttlResolution: 0, perf: clock });
  return async (key, ask) => {
    const found = known.get(key);
    if (found) return found;
    const answer = ask();
    known.set(key, answer);
    try {
      return await answer;
    } catch (error) {
      if (known.peek(key) === answer) known.delete(key);
      throw error;
    }
  };
}
