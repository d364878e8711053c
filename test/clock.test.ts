import { describe, expect, it } from "vitest";
import { steadyClock } from "../src/base/clock.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 10, 20, 12);

/** A machine whose clock can be set, and which can sleep. */
function machineOf() {
  let wall = NOON;
  let monotonic = 5;
  return {
    wall: () => wall,
    monotonic: () => monotonic,
    runs: (ms: number) => {
      wall += ms;
      monotonic += ms;
    },
    isAhead: (ms: number) => {
      wall += ms;
    },
  };
}

describe("the time of a machine", () => {
  it("goes on as it does, and follows it through a laptop's sleep", () => {
    const machine = machineOf();
    const refused: number[] = [];
    const clock = steadyClock(machine, (ms) => refused.push(ms));
    expect(clock.now()).toBe(NOON);
    machine.runs(1_500);
    machine.isAhead(9 * HOUR);
    expect(clock.now()).toBe(NOON + 1_500 + 9 * HOUR);
    machine.isAhead(-300);
    machine.runs(1_000);
    expect(clock.now()).toBe(NOON + 2_500 + 9 * HOUR);
    expect(refused).toEqual([]);
  });

  it.each([
    ["a year ahead", 365 * DAY],
    ["an hour back", -HOUR],
  ])("isn't believed at once when it was set %s, and is told of once", (_, leap) => {
    const machine = machineOf();
    const refused: number[] = [];
    const clock = steadyClock(machine, (ms) => refused.push(ms));
    machine.isAhead(leap);
    expect(clock.now()).toBe(NOON);
    machine.runs(HOUR - 1);
    expect(clock.now()).toBe(NOON + HOUR - 1);
    expect(refused).toEqual([leap]);
    // Put right in time, nothing has happened.
    machine.isAhead(-leap);
    expect(clock.now()).toBe(NOON + HOUR - 1);
    machine.isAhead(leap);
    expect(clock.now()).toBe(NOON + HOUR - 1);
    machine.runs(HOUR);
    expect(clock.now()).toBe(NOON + 2 * HOUR - 1 + leap);
    expect(refused).toEqual([leap, leap]);
  });
});
