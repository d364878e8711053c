import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readReserved } from "../../src/generations/run/reserved.ts";

describe("the gateway's credits_reserved", () => {
  it.each<[string, number, number, number]>([
    ["in credits, as on the Turbo page", 36.0, 360_000, 360_000],
    ["in unit credits, as on the other pages", 270_000, 270_000, 270_000],
    ["in credits, with decimals", 107.973, 1_079_730, 1_079_730],
    ["of one credit", 1, 10_000, 10_000],
    ["in unit credits, a little off our own price", 269_999, 270_000, 269_999],
    ["in credits, a little off our own price", 27.5, 270_000, 275_000],
    ["in credits, that don't come to a whole unit", 7.19825, 71_982, 71_983],
    ["of less than our price", 40_000, 270_000, 40_000],
    ["of more than our price", 2_000_000, 270_000, 2_000_000],
  ])("%s", (_, reserved, price, expected) => {
    expect(readReserved(reserved, price)).toBe(expected);
  });

  it.each<[string, number | undefined, number]>([
    ["that was not said", undefined, 270_000],
    ["of nothing", 0, 270_000],
    ["below nothing", -36, 270_000],
    ["that is no number", Number.NaN, 270_000],
    ["without end", Number.POSITIVE_INFINITY, 270_000],
    ["too small to be either", 0.000_001, 270_000],
    ["between the two, far from both", 2_700, 270_000],
    ["far above both", 27_000_000, 270_000],
    ["far below both", 1, 270_000],
    ["for a price of nothing", 36, 0],
  ])("is not guessed at: one %s", (_, reserved, price) => {
    expect(readReserved(reserved, price)).toBeNull();
  });

  it("is our own price in either unit, whatever the price", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (price) => {
        expect(readReserved(price, price)).toBe(price);
        expect(readReserved(price / 10_000, price)).toBe(price);
      }),
    );
  });

  it("is a whole number of units near our price, or nothing, whatever was said", () => {
    const said = fc.oneof(fc.double(), fc.integer(), fc.constant(undefined));
    fc.assert(
      fc.property(said, fc.integer({ min: 1, max: 100_000_000 }), (reserved, price) => {
        const read = readReserved(reserved, price);
        if (read === null) return;
        expect(Number.isSafeInteger(read)).toBe(true);
        expect(Math.max(read / price, price / read)).toBeLessThanOrEqual(10.000_001);
      }),
      { numRuns: 1_000 },
    );
  });
});
