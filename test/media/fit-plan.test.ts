import fc from "fast-check";
import { expect, test } from "vitest";
import { bufferSeconds, planFit, sidesFor } from "../../src/media/encode/fit-plan.ts";

const MIB = 1024 * 1024;
const FULL_HD = { width: 1920, height: 1080, seconds: 15, frameRate: 24, sound: true };

test("keeps the sides where the bits suffice, and uses nearly all of the limit", () => {
  const plan = planFit({ ...FULL_HD, limitBytes: 10 * MIB });
  expect(plan).toMatchObject({ width: 1920, height: 1080 });
  const bytes = (((plan?.videoBits ?? 0) + (plan?.audioBits ?? 0)) * FULL_HD.seconds) / 8;
  expect(bytes).toBeGreaterThan(0.9 * 10 * MIB);
});

test.each([
  [1920, 1080, 0.5, 960, 540],
  [1920, 1080, 0.34, 640, 360],
  [1080, 1920, 0.7, 756, 1344],
  [1080, 1080, 0.33, 356, 356],
  [1284, 716, 0.5, 642, 358],
  [1284, 716, 0.4, 512, 286],
  [321, 179, 1, 320, 178],
])("%d×%d at a scale of %d becomes %d×%d", (width, height, scale, across, down) => {
  expect(sidesFor(width, height, scale)).toEqual({ width: across, height: down });
});

test("makes fewer pixels of too few bits, in the same shape", () => {
  const plan = planFit({ ...FULL_HD, limitBytes: 2 * MIB });
  expect(plan?.width).toBeLessThan(1920);
  expect((plan?.width ?? 0) / (plan?.height ?? 1)).toBe(16 / 9);
});

test("says that what would not be worth looking at can't be made", () => {
  expect(planFit({ ...FULL_HD, limitBytes: 50_000 })).toBeUndefined();
  expect(planFit({ ...FULL_HD, seconds: 3600, limitBytes: 10 * MIB })).toBeUndefined();
});

test("never plans more than the limit, whatever the video", () => {
  const wanted = fc.record({
    limitBytes: fc.integer({ min: 1000, max: 100 * MIB }),
    width: fc.integer({ min: 100, max: 4096 }),
    height: fc.integer({ min: 100, max: 4096 }),
    seconds: fc.double({ min: 0.1, max: 3600, noNaN: true }),
    frameRate: fc.double({ min: 1, max: 120, noNaN: true }),
    sound: fc.boolean(),
  });
  fc.assert(
    fc.property(wanted, (one) => {
      const plan = planFit(one);
      if (!plan) return;
      const most = plan.videoBits * (one.seconds + bufferSeconds(one.seconds)) + plan.audioBits * one.seconds;
      expect(most / 8).toBeLessThanOrEqual(one.limitBytes);
      expect([plan.width % 2, plan.height % 2]).toEqual([0, 0]);
      expect(plan.width).toBeLessThanOrEqual(one.width);
      const shape = plan.width / plan.height / (one.width / one.height);
      expect(Math.abs(shape - 1)).toBeLessThan(2 / Math.min(plan.width, plan.height) + 0.02);
    }),
    { numRuns: 1000 },
  );
});
