import type { JobPorts } from "../../src/app/job-ports.ts";
import type { Clock } from "../../src/base/clock.ts";
import { createOneByOne } from "../../src/base/one-by-one.ts";
import { testClock } from "../support/clock.ts";

/** A sleep longer than this is the renewal of a step's lease; the engine's loop looks again after a second at most. */
const LONGEST_LOOK_MS = 1_000;

interface Sleeper {
  view: View;
  at: number;
  ms: number;
}

/** The clock as one part of the stage sees it. */
export interface View extends Clock {
  /** From now on nobody wakes who sleeps by this view, as in a process that the machine has paused. */
  pause(): void;
  resume(): void;
}

/**
 * One clock for the whole stage, and what tells when everybody waits for it: then the test moves it to where the next
 * one wakes. Work that takes real time (a database, a socket) is awaited, never guessed.
 */
export interface StageTime {
  now(): number;
  /** The clock of a part of its own. */
  view(): View;
  /** The engine that runs by this view has begun, or has ended. */
  begin(engine: View): void;
  end(engine: View): void;
  /** A step waits for something that only the test gives; call what it returns when it goes on. */
  hold(): () => void;
  /** Resolves when every engine sleeps and every step waits for the clock or for the test. */
  quiet(retrying: View): Promise<void>;
  /** Moves the clock to the next waker, or by `ms` when that comes first. */
  toNext(ms: number): Promise<void>;
  /** Moves the clock at once, as for a machine that was asleep. */
  leap(ms: number): Promise<void>;
}

// Keyv judges expiry by the machine's clock too, so this one starts there.
export function stageTime(start = Date.now()): StageTime {
  const clock = testClock(start);
  const sleepers = new Set<Sleeper>();
  const engines = new Set<View>();
  const paused = new Map<View, PromiseWithResolvers<void>>();
  const watchers = new Set<() => void>();
  let held = 0;

  const changed = () => {
    for (const watcher of watchers) watcher();
    watchers.clear();
  };

  const view = (): View => {
    const self: View = {
      now: clock.now,
      sleep: async (ms, signal) => {
        const sleeper = { view: self, at: clock.now() + ms, ms };
        sleepers.add(sleeper);
        changed();
        await clock.sleep(ms, signal);
        const pause = paused.get(self);
        if (pause && !signal?.aborted) {
          await Promise.race([pause.promise, new Promise((wake) => signal?.addEventListener("abort", wake))]);
        }
        sleepers.delete(sleeper);
      },
      pause: () => {
        paused.set(self, Promise.withResolvers());
        changed();
      },
      resume: () => {
        paused.get(self)?.resolve();
        paused.delete(self);
      },
    };
    return self;
  };

  const isQuiet = (retrying: View): boolean => {
    const all = [...sleepers];
    const looking = [...engines].every(
      (engine) => paused.has(engine) || all.some((one) => one.view === engine && one.ms <= LONGEST_LOOK_MS),
    );
    const steps = all.filter((one) => engines.has(one.view) && one.ms > LONGEST_LOOK_MS).length;
    return looking && steps === all.filter((one) => one.view === retrying).length + held;
  };

  return {
    now: clock.now,
    view,
    begin: (engine) => void engines.add(engine),
    end: (engine) => {
      engines.delete(engine);
      changed();
    },
    hold: () => {
      held += 1;
      changed();
      return () => {
        held -= 1;
      };
    },
    quiet: async (retrying) => {
      for (;;) {
        // What has just been woken has not shown yet.
        await new Promise((resolve) => setImmediate(resolve));
        if (isQuiet(retrying)) return;
        await new Promise<void>((resolve) => watchers.add(resolve));
      }
    },
    toNext: (ms) => {
      const now = clock.now();
      const wakers = [...sleepers].filter((one) => !paused.has(one.view)).map(({ at }) => at);
      return clock.advance(Math.max(0, Math.min(now + ms, ...wakers) - now));
    },
    leap: clock.leap,
  };
}

/** One after the other, as in a process; who stands in line waits for nothing but the one before. */
export function inLine(time: StageTime): JobPorts["oneByOne"] {
  const oneByOne = createOneByOne();
  return (work) => {
    const go = time.hold();
    return oneByOne(() => {
      go();
      return work();
    });
  };
}

/** An answer that comes when the test says so. */
export function gate(time: StageTime) {
  const opened = Promise.withResolvers<void>();
  let reached = false;
  return {
    /** Whether somebody has come to it. */
    reached: () => reached,
    open: opened.resolve,
    /** Waits until it is opened. */
    pass: async (): Promise<void> => {
      const go = time.hold();
      reached = true;
      await opened.promise;
      go();
    },
  };
}
