import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCredits, parseCredits, priceOf, sayCredits, units } from "../../src/credits/units.ts";

test.each([
  ["20", 200_000],
  ["7.1982", 71_982],
  ["0.0001", 1],
  [" 5.4 ", 54_000],
])("reads %s as %i units", (text, expected) => {
  expect(parseCredits(text)).toBe(expected);
});

test.each(["-1", "1.00001", "1e3", "", "one", "1,5", "9999999999", "0x10", "Infinity", "NaN"])(
  "does not read %j",
  (text) => {
    expect(parseCredits(text)).toBeUndefined();
  },
);

test("what is written is read back, to the unit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_999_999_999_999 }), (value) => {
      expect(parseCredits(formatCredits(units(value)))).toBe(value);
    }),
  );
});

test("rounds up to a whole unit once, at the end", () => {
  expect(priceOf(units(54_000), 5, 1333)).toBe(359_910);
  expect(priceOf(units(1), 1, 1001)).toBe(2);
  expect(priceOf(units(1), 1000, 1001)).toBe(1001);
});

test("refuses what is no whole number of units", () => {
  expect(() => units(0.5)).toThrow(RangeError);
  expect(() => units(2 ** 53)).toThrow(RangeError);
});

test("says one credit and many credits", () => {
  expect(sayCredits(units(10_000))).toBe("1 credit");
  expect(sayCredits(units(-15_000))).toBe("-1.5 credits");
});
