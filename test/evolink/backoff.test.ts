import { expect, test } from "vitest";
import { parseRetryAfter, waitAfter } from "../../src/evolink/backoff.ts";

const NOON = Date.UTC(2026, 7, 3, 12, 0, 0);

test("the wait doubles with each failure and is drawn from its upper half", () => {
  expect([1, 2, 3].map((failures) => waitAfter(failures, undefined, () => 0))).toEqual([250, 500, 1000]);
  expect([1, 2, 3].map((failures) => waitAfter(failures, undefined, () => 0.999999))).toEqual([500, 1000, 2000]);
});

test("the fourth failure is the last", () => {
  expect(waitAfter(4, undefined, () => 0)).toBeUndefined();
  expect(waitAfter(4, 1000, () => 0)).toBeUndefined();
});

test("what the gateway asks for is waited in full, with the jitter on top", () => {
  expect(waitAfter(1, 7000, () => 0)).toBe(7000);
  expect(waitAfter(1, 7000, () => 0.5)).toBe(7250);
  expect(waitAfter(1, 0, () => 0.5)).toBe(250);
});

test("a wait of more than 20 s is left to the caller's schedule", () => {
  expect(waitAfter(1, 20_000, () => 0)).toBe(20_000);
  expect(waitAfter(1, 20_001, () => 0)).toBeUndefined();
});

test.each([
  ["3", 3000],
  [" 0 ", 0],
  ["Mon, 03 Aug 2026 12:00:05 GMT", 5000],
  ["Mon, 03 Aug 2026 11:00:00 GMT", 0],
  ["999999999", 3_600_000],
  ["Mon, 03 Aug 2099 12:00:00 GMT", 3_600_000],
  ["-1", undefined],
  ["1.5", undefined],
  ["soon", undefined],
  ["Mon, 99 Aug 2026 12:00:05 GMT", undefined],
  ["", undefined],
  [undefined, undefined],
])("Retry-After %j is %j ms", (header, ms) => {
  expect(parseRetryAfter(header, NOON)).toBe(ms);
});
