import fc from "fast-check";
import { expect, test } from "vitest";
import { drawLength, standingAt } from "../../src/sandbox/tasks/timeline.ts";

const course = { createdAt: 1_000_000, takes: 60_000, outcome: "completed" } as const;

test("a task is pending briefly, then advances with the time, then ends", () => {
  const at = (ms: number) => standingAt(course, course.createdAt + ms);
  expect(at(0)).toEqual({ status: "pending", progress: 0 });
  expect(at(1_999)).toEqual({ status: "pending", progress: 0 });
  expect(at(31_000)).toEqual({ status: "processing", progress: 50 });
  expect(at(59_999)).toEqual({ status: "processing", progress: 99 });
  expect(at(60_000)).toEqual({ status: "completed", progress: 100 });
});

test("progress never goes back, and a task that never ends stays at 99", () => {
  fc.assert(
    fc.property(fc.nat(200_000), fc.nat(200_000), fc.constantFrom("completed", "failed", "never"), (a, b, outcome) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)].map((ms) =>
        standingAt({ ...course, outcome }, course.createdAt + ms),
      );
      expect(late?.progress).toBeGreaterThanOrEqual(early?.progress ?? 0);
      if (outcome === "never") expect(late?.progress).toBeLessThan(100);
    }),
  );
});

test("tasks take about as long as estimated, compressed by the speed", () => {
  let seed = 1;
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const lengths = Array.from({ length: 2_000 }, () => drawLength(180, 10, random));
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  expect(mean).toBeGreaterThan(17_500);
  expect(mean).toBeLessThan(18_700);
  expect(new Set(lengths).size).toBeGreaterThan(1_000);
});
