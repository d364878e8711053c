import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { units } from "../../src/credits/units.ts";
import { compare, type Reading } from "../../src/reconcile/drift.ts";

/** A reading in credits. */
function reading(credits: { remaining: number; used?: number; captured?: number; inFlight?: number }, at = 0): Reading {
  const { remaining, used = 0, captured = 0, inFlight = 0 } = credits;
  const whole = (value: number) => units(Math.round(value * 10_000));
  return {
    at,
    remaining: whole(remaining),
    used: whole(used),
    captured: whole(captured),
    inFlight: whole(inFlight),
  };
}

const CREDIT = 10_000;
const START = reading({ remaining: 1_000, used: 500, captured: 200 });

describe("two readings of the account", () => {
  it("agree when what left it is what was captured", () => {
    const drift = compare(START, reading({ remaining: 900, used: 600, captured: 300 }, 5));
    expect(drift).toEqual({
      ...{ from: 0, to: 5, charged: 100 * CREDIT, captured: 100 * CREDIT, toppedUp: 0, drift: 0, unexplained: 0 },
    });
  });

  it("differ by what was charged and never captured", () => {
    const drift = compare(START, reading({ remaining: 873, used: 627, captured: 300 }));
    expect(drift).toMatchObject({ drift: 27 * CREDIT, unexplained: 26 * CREDIT, toppedUp: 0 });
  });

  it("differ below zero by what was captured and never charged", () => {
    const drift = compare(START, reading({ remaining: 950, used: 550, captured: 300 }));
    expect(drift).toMatchObject({ drift: -50 * CREDIT, unexplained: -49 * CREDIT, toppedUp: 0 });
  });

  it.each([
    ["a credit", 0, 1, 0],
    ["more than a credit, when next to nothing was captured", 0, 1.5, 0.5],
    ["1 % of much", 1_000, 10, 0],
    ["more than 1 % of much", 1_000, 10.5, 0.5],
  ])("leave %s", (_, captured, more, unexplained) => {
    const drift = compare(reading({ remaining: 5_000 }), reading({ remaining: 5_000 - captured - more, captured }));
    expect(drift.unexplained).toBe(unexplained * CREDIT);
  });

  it("agree whichever side of a reading a job under way was charged on", () => {
    const then = reading({ remaining: 1_000, inFlight: 50 });
    // Charged before the first reading, captured after it.
    expect(compare(then, reading({ remaining: 1_000, captured: 50 })).unexplained).toBe(0);
    // Charged before, and given back since.
    expect(compare(then, reading({ remaining: 1_050 })).unexplained).toBe(0);
    // Charged before the second, not yet captured.
    expect(compare(reading({ remaining: 1_000 }), reading({ remaining: 960, inFlight: 40 })).unexplained).toBe(0);
    expect(compare(then, reading({ remaining: 800, captured: 50, inFlight: 40 })).unexplained).toBe(109 * CREDIT);
  });

  it("recognise a top-up by EvoLink's own count of what was used", () => {
    const drift = compare(START, reading({ remaining: 1_400, used: 600, captured: 300 }));
    expect(drift).toMatchObject({ charged: 100 * CREDIT, toppedUp: 500 * CREDIT, drift: 0, unexplained: 0 });
  });

  it("recognise a top-up that is smaller than what was spent", () => {
    const drift = compare(START, reading({ remaining: 950, used: 600, captured: 300 }));
    expect(drift).toMatchObject({ charged: 100 * CREDIT, toppedUp: 50 * CREDIT, unexplained: 0 });
  });

  it("still differ beside a top-up", () => {
    const drift = compare(START, reading({ remaining: 1_400, used: 640, captured: 300 }));
    expect(drift).toMatchObject({ toppedUp: 540 * CREDIT, drift: 40 * CREDIT, unexplained: 39 * CREDIT });
  });

  it("recognise a top-up by a balance that rose, where the count stands still, and say nothing of the rest", () => {
    const drift = compare(START, reading({ remaining: 1_400, used: 500, captured: 300 }));
    expect(drift).toMatchObject({ toppedUp: 500 * CREDIT, drift: 0, unexplained: 0 });
  });
});

describe("any history of jobs that all were charged what was captured", () => {
  /** A job: when it is submitted, done, and what it costs; it fails or not. The first reading is at 0, the second at 100. */
  const job = fc.record({
    start: fc.integer({ min: -50, max: 150 }),
    takes: fc.integer({ min: 0, max: 60 }),
    price: fc.integer({ min: 1, max: 1_000_000 }),
    fails: fc.boolean(),
  });

  it.each(["when it is created", "when it is done"])("agrees, where a job is charged %s", (when) => {
    fc.assert(
      fc.property(fc.array(job, { maxLength: 30 }), fc.integer({ min: 0, max: 1e9 }), (jobs, topUp) => {
        const at = (time: number): Reading => {
          const done = jobs.filter(({ start, takes }) => start + takes <= time);
          const under = jobs.filter(({ start, takes }) => start <= time && start + takes > time);
          const sum = (some: typeof jobs) => some.reduce((all, { price }) => all + price, 0);
          const captured = sum(done.filter(({ fails }) => !fails));
          const charged = captured + (when === "when it is created" ? sum(under) : 0);
          const balance = 1e10 + (time > 50 ? topUp : 0) - charged;
          return {
            ...{ at: time, remaining: units(balance), used: units(charged) },
            ...{ captured: units(captured), inFlight: units(sum(under)) },
          };
        };
        expect(compare(at(0), at(100)).unexplained).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });
});
