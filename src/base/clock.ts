import { setTimeout as delay } from "node:timers/promises";

/** Where time comes from. Everything that asks for the time or waits takes one, so that a test can own it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. A sleep keeps the process alive; whoever stops the process aborts it. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};

/** What a machine tells of time, in milliseconds. */
export interface Machine {
  /** Since 1970. It can be set, by a person or by the network, and leaps when the machine was asleep. */
  wall(): number;
  /** Since some moment. It only goes on, and stands still while the machine is asleep. */
  monotonic(): number;
}

export const thisMachine: Machine = { wall: () => Date.now(), monotonic: () => performance.now() };

/** A smaller difference is not worth a leap. */
const WORTH_A_LEAP_MS = 1_000;
/** No machine that runs a bot sleeps longer than over a long weekend; a clock further ahead was set. */
const LONGEST_SLEEP_MS = 4 * 24 * 3_600_000;
/** A clock that was set is believed when it still says so after this time: somebody may be putting it right. */
const BELIEVED_AFTER_MS = 3_600_000;

/**
 * The machine's time as far as it can be trusted with what lasts: an allowance, a lease or a video's age that was judged
 * by a wrong hour stays wrong. It goes on with the monotonic clock and follows the wall's at once when that is ahead by
 * a sleep's length at most, else only after an hour. `refused` is told when it begins not to follow, of how far the
 * wall's clock is ahead in milliseconds, below zero when it is behind.
 */
export function steadyClock(machine: Machine, refused: (aheadMs: number) => void): Clock {
  let wall = machine.wall();
  let at = machine.monotonic();
  let differsSince: number | undefined;
  const follow = (): number => {
    wall = machine.wall();
    at = machine.monotonic();
    differsSince = undefined;
    return wall;
  };
  const now = (): number => {
    const expected = Math.floor(wall + (machine.monotonic() - at));
    const ahead = machine.wall() - expected;
    if (Math.abs(ahead) <= WORTH_A_LEAP_MS) {
      differsSince = undefined;
      return expected;
    }
    if (ahead > 0 && ahead <= LONGEST_SLEEP_MS) return follow();
    if (differsSince === undefined) {
      differsSince = machine.monotonic();
      refused(ahead);
    }
    return machine.monotonic() - differsSince >= BELIEVED_AFTER_MS ? follow() : expected;
  };
  return { now, sleep: systemClock.sleep };
}
