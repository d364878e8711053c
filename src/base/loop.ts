import type { Clock } from "./clock.ts";

/** Something that is done again and again for as long as the process runs, one turn at a time. */
export interface Loop {
  /** Aborts when it is told to stop, for what a turn waits for. */
  readonly signal: AbortSignal;
  /** Begins with the first turn; a second time it does nothing. */
  start(): void;
  /** Ends the pause after this turn, or the one that there is now. */
  wake(): void;
  /** Begins no turn any more, and resolves when the one under way has ended. */
  stop(): Promise<void>;
}

interface Parts {
  /**
   * One turn. Gives how long to pause after it, in milliseconds, where that isn't as usual, or that there is no more to
   * do for good.
   */
  turn(signal: AbortSignal): Promise<number | "over" | undefined>;
  /** How long to pause between turns, and after one that has failed, in milliseconds. */
  pauseMs: number;
  /** How long to wait before the first turn; not at all unless said. */
  firstMs?: number;
  /** Told why a turn has failed; the loop goes on. Must not throw. */
  failed(error: unknown): void;
  clock: Pick<Clock, "sleep">;
}

export function createLoop({ turn, pauseMs, firstMs = 0, failed, clock }: Parts): Loop {
  const stopping = new AbortController();
  const { signal } = stopping;
  let alarm = new AbortController();
  let running: Promise<void> | undefined;

  const work = async (): Promise<void> => {
    if (firstMs > 0) await clock.sleep(firstMs, signal);
    while (!signal.aborted) {
      alarm = new AbortController();
      let pause = pauseMs;
      try {
        const said = await turn(signal);
        if (said === "over") return;
        pause = said ?? pauseMs;
      } catch (error) {
        failed(error);
      }
      await clock.sleep(pause, AbortSignal.any([alarm.signal, signal]));
    }
  };

  return {
    signal,
    start: () => {
      running ??= work();
    },
    wake: () => alarm.abort(),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
