import { type Clock, systemClock } from "../../../src/base/clock.ts";

/** The machine's own time, so many times as fast: a chat's pace is kept, and a test needn't wait for it. */
export function hurryingClock(times: number): Clock {
  const begun = systemClock.now();
  return {
    now: () => begun + (systemClock.now() - begun) * times,
    sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
  };
}
