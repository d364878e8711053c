import type { Clock } from "../../base/clock.ts";

const MOST = 5_000;

/** Answers that hold for some time. Those who ask while one is under way share it; a failure is forgotten at once. */
export function createCache<T>(clock: Clock, ms: number): (key: string, ask: () => Promise<T>) => Promise<T> {
  const known = new Map<string, { until: number; answer: Promise<T> }>();
  return async (key, ask) => {
    const found = known.get(key);
    if (found && found.until > clock.now()) return found.answer;
    const answer = ask();
    known.delete(key);
    known.set(key, { until: clock.now() + ms, answer });
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    try {
      return await answer;
    } catch (error) {
      if (known.get(key)?.answer === answer) known.delete(key);
      throw error;
    }
  };
}
