import type { Clock } from "./clock.ts";

/** Watches over something that must keep moving and must end. */
export interface Watchdog {
  /** Aborts when nothing moved for the idle time, or when the whole time is over. */
  readonly signal: AbortSignal;
  /** Something moved. */
  touch(): void;
  /** Calls the watch off. Resolves when it has stopped. */
  stop(): Promise<void>;
}

/** Starts the watch. Times in milliseconds. It sleeps once an idle time, however often it is touched. */
export function createWatchdog(clock: Clock, { idleMs, totalMs }: { idleMs: number; totalMs: number }): Watchdog {
  const bark = new AbortController();
  const off = new AbortController();
  const end = clock.now() + totalMs;
  let moved = clock.now();

  const watch = async () => {
    while (!off.signal.aborted) {
      const left = Math.min(moved + idleMs, end) - clock.now();
      if (left <= 0) return bark.abort();
      await clock.sleep(left, off.signal);
    }
  };
  const watching = watch();

  return {
    signal: bark.signal,
    touch: () => {
      moved = clock.now();
    },
    stop: () => {
      off.abort();
      return watching;
    },
  };
}
