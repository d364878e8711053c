import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { run } from "../../bench/schedule.ts";
import { durationOf, learn, NOTHING_LEARNED, survival } from "../../src/generations/pace/durations.ts";
import { deadline, pollDelay, secondsLeft, shownProgress } from "../../src/generations/pace/schedule.ts";

const task = { estimate: 178, elapsed: 0, progress: 0, callbacks: false };
const learnedFrom = (tasks: { estimate: number; seconds: number }[]) => tasks.reduce(learn, NOTHING_LEARNED);

describe("what is learned of a model's durations", () => {
  it("is the estimate, a third wide, before anything was seen", () => {
    expect(durationOf(90)).toEqual({ median: 90, sigma: 0.35 });
    expect(survival(durationOf(90), 90)).toBeCloseTo(0.5, 6);
  });

  it("comes to the real ratio and spread, whatever the requests were estimated at", () => {
    const tasks = Array.from({ length: 100 }, (_, i) => ({
      estimate: 50 + i,
      seconds: (50 + i) * (i % 2 ? 1.8 : 2.2),
    }));
    const { median, sigma } = durationOf(100, learnedFrom(tasks));
    expect(median / Math.sqrt(180 * 220)).toBeCloseTo(1, 1);
    expect(sigma).toBeLessThan(0.2);
  });

  it("counts, averages and squares like all of them at once", () => {
    const ratios = [0.5, 1, 1.25, 3];
    const logs = ratios.map(Math.log);
    const mean = logs.reduce((a, b) => a + b) / 4;
    const learned = learnedFrom(ratios.map((ratio) => ({ estimate: 60, seconds: 60 * ratio })));
    expect(learned.count).toBe(4);
    expect(learned.mean).toBeCloseTo(mean, 12);
    expect(learned.m2).toBeCloseTo(
      logs.reduce((sum, log) => sum + (log - mean) ** 2, 0),
      12,
    );
  });

  it("is not carried off by one task that was stuck for a day", () => {
    const steady = Array.from({ length: 20 }, () => ({ estimate: 60, seconds: 60 }));
    const { median } = durationOf(60, learnedFrom([...steady, { estimate: 60, seconds: 86_400 }]));
    expect(median).toBeLessThan(70);
  });

  it("follows a gateway that has become slower", () => {
    const before = Array.from({ length: 5000 }, () => ({ estimate: 60, seconds: 60 }));
    const since = Array.from({ length: 600 }, () => ({ estimate: 60, seconds: 120 }));
    expect(durationOf(60, learnedFrom([...before, ...since])).median).toBeGreaterThan(110);
  });

  it.each([0, -5, Number.NaN])("stays a number for an estimate of %s", (estimate) => {
    expect(durationOf(estimate).median).toBeGreaterThan(0);
    expect(learn(NOTHING_LEARNED, { estimate, seconds: 0 }).mean).toBe(0);
    expect(Number.isSafeInteger(pollDelay({ ...task, estimate }))).toBe(true);
  });
});

describe("the poll schedule", () => {
  it("looks once early, for a task refused at once, then leaves it alone until some may be done", () => {
    const first = pollDelay(task) / 1000;
    expect(first).toBeLessThanOrEqual(15);
    const second = first + pollDelay({ ...task, elapsed: first }) / 1000;
    expect(second).toBeGreaterThan(80);
    expect(second).toBeLessThan(110);
  });

  it("reads densest where most tasks end, and ever more rarely one that is stuck", () => {
    const at = (share: number) => pollDelay({ ...task, elapsed: share * task.estimate });
    expect(at(1.2)).toBeLessThan(at(0.7));
    expect(at(5)).toBeGreaterThan(at(2));
    expect(at(10)).toBeGreaterThan(at(5));
  });

  it("waits for the moment that a steady progress promises", () => {
    // 81 % after 150 s promise the end at 185 s; 47 % after 120 s a slow task, which is believed less.
    const next = 150 + pollDelay({ ...task, elapsed: 150, progress: 81, progressAt: 150 }) / 1000;
    expect(next).toBeGreaterThan(177);
    expect(next).toBeLessThan(195);
    const silent = pollDelay({ ...task, elapsed: 120 });
    expect(pollDelay({ ...task, elapsed: 120, progress: 47, progressAt: 120 })).toBeGreaterThan(2 * silent);
  });

  it("doubts a progress that would make the task many times slower than any", () => {
    const silent = pollDelay({ ...task, elapsed: 178 });
    expect(pollDelay({ ...task, elapsed: 178, progress: 3, progressAt: 178 })).toBeLessThan(silent * 1.5);
  });

  it("goes back to what is usual when the promised moment has long passed", () => {
    const silent = pollDelay({ ...task, elapsed: 200 });
    const stuck = pollDelay({ ...task, elapsed: 200, progress: 99, progressAt: 60 });
    expect(Math.abs(stuck - silent)).toBeLessThan(1000);
  });

  it("reads at least three times as rarely when callbacks tell of the end", () => {
    for (const elapsed of [110, 178, 250, 400]) {
      const alone = pollDelay({ ...task, elapsed });
      expect(pollDelay({ ...task, elapsed, callbacks: true })).toBeGreaterThan(3 * alone);
    }
  });

  it("keeps pace with a sandbox that takes two seconds for a task", () => {
    let elapsed = 0;
    let reads = 0;
    while (elapsed < 2) {
      elapsed += pollDelay({ ...task, estimate: 2, elapsed }) / 1000;
      reads++;
    }
    expect(elapsed).toBeLessThan(3);
    expect(reads).toBeLessThan(6);
  });

  it("uses what was learned", () => {
    const learned = learnedFrom(Array.from({ length: 40 }, () => ({ estimate: 178, seconds: 60 })));
    expect(30 + pollDelay({ ...task, elapsed: 30, learned }) / 1000).toBeLessThan(65);
  });

  it("always says a whole number of milliseconds between a quarter of a second and two minutes", () => {
    const timing = fc.record({
      estimate: fc.double({ min: 0.01, max: 5000, noNaN: true }),
      elapsed: fc.double({ min: 0, max: 100_000, noNaN: true }),
      progress: fc.integer({ min: 0, max: 100 }),
      callbacks: fc.boolean(),
    });
    fc.assert(
      fc.property(timing, fc.double({ min: 0, max: 1, noNaN: true }), (known, share) => {
        const delay = pollDelay({ ...known, progressAt: share * known.elapsed });
        expect(Number.isSafeInteger(delay)).toBe(true);
        expect(delay).toBeGreaterThanOrEqual(250);
        expect(delay).toBeLessThanOrEqual(known.callbacks ? 300_000 : 120_000);
      }),
      { numRuns: 1000 },
    );
  });

  it("gives a task up after half an hour, or ten times its estimate", () => {
    expect(deadline(178)).toBe(30 * 60_000);
    expect(deadline(600)).toBe(100 * 60_000);
    expect(deadline(Number.NaN)).toBe(30 * 60_000);
  });
});

describe("what is shown of a running task", () => {
  it("starts at the estimate and counts down to something above nothing", () => {
    expect(secondsLeft(task)).toBeCloseTo(178, 3);
    expect(secondsLeft({ ...task, elapsed: 100 })).toBeLessThan(100);
    expect(secondsLeft({ ...task, elapsed: 100, progress: 80, progressAt: 100 })).toBeCloseTo(25, -1);
    expect(secondsLeft({ ...task, elapsed: 5000 })).toBeGreaterThan(0);
  });

  it("never goes back, stays between 0 and 0.99, and is never behind what the gateway said", () => {
    const moments = fc.array(
      fc.record({ seconds: fc.double({ min: 0, max: 300, noNaN: true }), percent: fc.integer({ min: 0, max: 30 }) }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 1000, noNaN: true }), moments, (estimate, steps) => {
        let elapsed = 0;
        let progress = 0;
        let shown = 0;
        for (const { seconds, percent } of steps) {
          elapsed += seconds;
          progress = Math.min(100, progress + percent);
          const next = shownProgress({ estimate, elapsed, progress });
          expect(next).toBeGreaterThanOrEqual(shown);
          expect(next).toBeGreaterThanOrEqual(Math.min(0.99, progress / 100));
          expect(next).toBeLessThanOrEqual(0.99);
          shown = next;
        }
      }),
    );
  });
});

describe("over 1,000 simulated tasks, beside a fixed poll of 5 s", () => {
  const { rows } = run({ jobs: 1000, seed: 7 });
  const row = (tasks: string) => {
    const found = rows.find((one) => one.tasks === tasks);
    if (!found) throw new Error(`The benchmark has no row "${tasks}"`);
    return found;
  };
  const fixed = row("any");

  it("is measured against about 38 reads at a mean delay of 2.5 s", () => {
    expect(fixed.reads).toBeCloseTo(38, -1);
    expect(fixed.delay).toBeCloseTo(2.5, 0);
  });

  it.each([
    ["progress tells nothing", 1 / 3],
    ["progress always 50", 1 / 3],
    ["progress always 99", 1 / 3],
    ["progress roughly linear", 1 / 5],
    ["linear after a queue", 1 / 5],
  ])("%s: at most the asked share of its reads, and 5 s of delay", (tasks, share) => {
    expect(row(tasks).reads).toBeLessThanOrEqual(fixed.reads * share);
    expect(row(tasks).delay).toBeLessThanOrEqual(5);
  });
});
