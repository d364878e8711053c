import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseLeaving, type RetentionEntry } from "../../src/media/keep/retention.ts";

const DAY = 24 * 3_600_000;
const NOW = 100 * DAY;

function file(hash: string, days: number, bytes = 10, pinned = false): RetentionEntry {
  return { hash, bytes, pinned, changedAt: NOW - days * DAY };
}

const leaving = (...asked: Parameters<typeof chooseLeaving>) => chooseLeaving(...asked).map(({ hash }) => hash);

test("keeps everything where nothing is bounded", () => {
  expect(leaving([file("a", 99)], {}, NOW)).toEqual([]);
});

test("lets go of what is too old, the oldest first, and never of what is pinned", () => {
  const files = [file("new", 1), file("older", 31), file("oldest", 40), file("pinned", 90, 10, true), file("even", 30)];
  expect(leaving(files, { maxAgeMs: 30 * DAY }, NOW)).toEqual(["oldest", "older"]);
});

test("lets go of the oldest until the rest is small enough", () => {
  const files = [file("c", 1), file("a", 3), file("b", 2)];
  expect(leaving(files, { maxBytes: 20 }, NOW)).toEqual(["a"]);
  expect(leaving(files, { maxBytes: 19 }, NOW)).toEqual(["a", "b"]);
  expect(leaving(files, { maxBytes: 0 }, NOW)).toEqual(["a", "b", "c"]);
});

test("counts what is pinned, and lets the others go for it", () => {
  const files = [file("pinned", 9, 100, true), file("a", 2), file("b", 1)];
  expect(leaving(files, { maxBytes: 110 }, NOW)).toEqual(["a"]);
  expect(leaving(files, { maxBytes: 50 }, NOW)).toEqual(["a", "b"]);
});

test("lets nothing go that either bound would have kept, whatever the files", () => {
  const entry = fc.record({
    hash: fc.uuid(),
    bytes: fc.integer({ min: 0, max: 1000 }),
    pinned: fc.boolean(),
    changedAt: fc.integer({ min: 0, max: NOW }),
  });
  fc.assert(
    fc.property(fc.array(entry), fc.integer({ min: 0, max: NOW }), fc.nat(10_000), (files, maxAgeMs, maxBytes) => {
      const gone = new Set(chooseLeaving(files, { maxAgeMs, maxBytes }, NOW));
      const kept = files.filter((one) => !gone.has(one));
      const bytes = kept.reduce((sum, one) => sum + one.bytes, 0);
      for (const one of gone) expect(one.pinned).toBe(false);
      for (const one of kept) if (!one.pinned) expect(NOW - one.changedAt).toBeLessThanOrEqual(maxAgeMs);
      if (kept.some(({ pinned }) => !pinned)) expect(bytes).toBeLessThanOrEqual(maxBytes);
    }),
  );
});
