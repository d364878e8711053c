import { type Clock, systemClock } from "../../src/base/clock.ts";

interface Sleeper {
  at: number;
  wake(): void;
}

/** A clock that a test owns: time stands still until `advance`, which wakes the sleepers whose time has come, in order. */
export interface TestClock extends Clock {
  advance(ms: number): Promise<void>;
  /** As for a machine that was asleep: it is that much later at once, and whoever's time has come wakes then. */
  leap(ms: number): Promise<void>;
  /** Sleepers now waiting. */
  readonly sleeping: number;
}

export function testClock(start = Date.UTC(2026, 10, 20, 12)): TestClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper: Sleeper = {
          at: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener("abort", sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", sleeper.wake);
      }),
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        const [next] = [...sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        now = Math.max(now, next.at);
        next.wake();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = end;
    },
    leap: async (ms) => {
      now += ms;
      for (const { at, wake } of [...sleepers].sort((a, b) => a.at - b.at)) if (at <= now) wake();
      await new Promise((resolve) => setImmediate(resolve));
    },
    get sleeping() {
      return sleepers.size;
    },
  };
}

/** The machine's own time, which a test can move on at once: whoever's time has come then wakes. */
export interface LeapingClock extends Clock {
  leap(ms: number): void;
}

export function leapingClock(): LeapingClock {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const sleepers = new Set<() => void>();
  return {
    now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const until = now() + ms;
        let timer: NodeJS.Timeout | undefined;
        const wake = () => {
          clearTimeout(timer);
          sleepers.delete(look);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const look = () => {
          clearTimeout(timer);
          if (now() >= until) wake();
          else timer = setTimeout(look, until - now());
        };
        sleepers.add(look);
        signal?.addEventListener("abort", wake);
        look();
      }),
    leap: (ms) => {
      ahead += ms;
      for (const look of [...sleepers]) look();
    },
  };
}

/** The machine's own time, so many times as fast: a chat's pace is kept, and a test needn't wait for it. */
export function hurryingClock(times: number): Clock {
  const begun = systemClock.now();
  return {
    now: () => begun + (systemClock.now() - begun) * times,
    sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
  };
}
