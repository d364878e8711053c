import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCredits } from "../../src/credits/units.ts";
import { billedSeconds } from "../../src/models/parts/prices.ts";
import { inEnglish } from "../../src/text/render.ts";
import { complete, modelOf } from "./ask.ts";
import { clip, picture } from "./samples.ts";

const words = { prompt: "a cat" };
const frame = { image: picture("first") };
const hd = { quality: "1080p" };
const loud = { sound: true };

/** Every published rate, in credits a second. */
const rows: [model: string, input: Record<string, unknown>, perSecond: string][] = [
  ["kling-v3-text-to-video", words, "5.4"],
  ["kling-v3-text-to-video", { ...words, ...loud }, "8.1"],
  ["kling-v3-text-to-video", { ...words, ...hd }, "7.1982"],
  ["kling-v3-text-to-video", { ...words, ...hd, ...loud }, "10.8"],
  ["kling-v3-image-to-video", frame, "5.4"],
  ["kling-v3-image-to-video", { ...frame, ...loud }, "8.1"],
  ["kling-v3-image-to-video", { ...frame, ...hd }, "7.1982"],
  ["kling-v3-image-to-video", { ...frame, ...hd, ...loud }, "10.8"],
  ["kling-o3-text-to-video", words, "5.4"],
  ["kling-o3-text-to-video", { ...words, ...loud }, "7.2036"],
  ["kling-o3-text-to-video", { ...words, ...hd }, "7.2036"],
  ["kling-o3-text-to-video", { ...words, ...hd, ...loud }, "9.0018"],
  ["kling-o3-image-to-video", frame, "5.4"],
  ["kling-o3-image-to-video", { ...frame, ...loud }, "7.2036"],
  ["kling-o3-image-to-video", { ...frame, ...hd }, "7.2036"],
  ["kling-o3-image-to-video", { ...frame, ...hd, ...loud }, "9.0018"],
  ["kling-o3-reference-to-video", { ...words, video: clip("v") }, "8.1"],
  ["kling-o3-reference-to-video", { ...words, ...hd, video: clip("v") }, "10.8054"],
  ["kling-v3-turbo-text-to-video", words, "7.2"],
  ["kling-v3-turbo-text-to-video", { ...words, ...hd }, "9"],
  ["kling-v3-turbo-image-to-video", frame, "7.2"],
  ["kling-v3-turbo-image-to-video", { ...frame, ...hd }, "9"],
];

/** Models that last as long as the video they are given. */
const videoRows: [model: string, input: Record<string, unknown>, perSecond: string][] = [
  ["kling-o3-video-edit", words, "8.1"],
  ["kling-o3-video-edit", { ...words, ...hd }, "10.8054"],
  ["kling-v3-motion-control", { ...frame, orientation: "video" }, "8.1648"],
  ["kling-v3-motion-control", { ...frame, ...hd, orientation: "video" }, "10.88368"],
];

function credits(model: string, input: Record<string, unknown>): string {
  return formatCredits(modelOf(model).price(complete(model, input)));
}

/** `perSecond` × 10 as written, by moving its point. */
function tenSeconds(perSecond: string): string {
  const [whole = "", fraction = ""] = perSecond.split(".");
  const digits = `${whole}${fraction.padEnd(1, "0").slice(0, 1)}.${fraction.slice(1)}`;
  return digits.replace(/\.?0*$/, (end) => (end.startsWith(".") ? "" : end));
}

describe("prices", () => {
  it.each(rows)("%s with %o is %s credits a second", (model, input, perSecond) => {
    expect(credits(model, { ...input, duration: 10 })).toBe(tenSeconds(perSecond));
  });

  it.each(videoRows)("%s with %o is %s credits a second of its video", (model, input, perSecond) => {
    expect(credits(model, { ...input, video: clip("v", { seconds: 10 }) })).toBe(tenSeconds(perSecond));
  });

  it.each([
    ["kling-v3-image-to-video", frame, "27"],
    ["kling-v3-image-to-video", { ...frame, duration: 3, ...hd }, "21.5946"],
    ["kling-o3-text-to-video", { ...words, duration: 15, ...hd, ...loud }, "135.027"],
    ["kling-v3-turbo-text-to-video", words, "36"],
    // 81,648 × 7 × 1.333 = 761,857.488 units: rounded up once, at the end.
    ["kling-v3-motion-control", { ...frame, ...hd, video: clip("v", { seconds: 7 }) }, "76.1858"],
    ["kling-o3-video-edit", { ...words, video: clip("v", { seconds: 5.01 }) }, "48.6"],
    ["kling-v3-motion-control", { ...frame, video: clip("v", { seconds: 11 }) }, "81.648"],
    ["kling-v3-motion-control", { ...frame, orientation: "video", video: clip("v", { seconds: 11 }) }, "89.8128"],
    ["kling-custom-element", { name: "Ada", description: "a woman", ...frame }, "1"],
  ])("%s with %o costs %s credits", (model, input, price) => {
    expect(credits(model, input)).toBe(price);
  });

  it("bills a container's rounding noise as no second", () => {
    expect([5, 5.0000001, 5.0004, 5.001, 5.9, 6].map(billedSeconds)).toEqual([5, 5, 5, 6, 6, 6]);
  });

  it.each(rows)("the price list of %s with %o says %s", (model, input, perSecond) => {
    const what = `${input.quality ?? "720p"}${input.sound ? " with sound" : ""}`;
    const listed = modelOf(model).rates.map((rate) => ({ ...rate, what: inEnglish(rate.what) }));
    expect(listed).toContainEqual({ what, credits: perSecond, per: "second" });
  });

  it("is a safe whole number of units, at least the price of 3 s, and never falls as seconds grow", () => {
    const choices = fc.record({
      model: fc.constantFrom(
        ...rows.map(([model]) => model).filter((model) => model !== "kling-o3-reference-to-video"),
      ),
      quality: fc.constantFrom("720p", "1080p"),
      seconds: fc.tuple(fc.integer({ min: 3, max: 15 }), fc.integer({ min: 3, max: 15 })),
      sound: fc.boolean(),
    });
    fc.assert(
      fc.property(choices, ({ model, quality, seconds: [a, b], sound }) => {
        const mute = model.includes("turbo");
        const from = model.endsWith("image-to-video") ? frame : words;
        const price = (duration: number) =>
          modelOf(model).price(complete(model, { ...from, quality, duration, ...(mute ? {} : { sound }) }));
        expect(Number.isSafeInteger(price(a))).toBe(true);
        expect(price(a)).toBeGreaterThanOrEqual(price(3));
        expect(Math.sign(price(a) - price(b))).toBe(Math.sign(a - b));
      }),
      { numRuns: 500 },
    );
  });

  it("never falls as a given video grows, and never costs less than 3 s", () => {
    const choices = fc.record({
      model: fc.constantFrom(...videoRows),
      seconds: fc.tuple(fc.double({ min: 3, max: 30, noNaN: true }), fc.double({ min: 3, max: 30, noNaN: true })),
    });
    fc.assert(
      fc.property(choices, ({ model: [model, input], seconds: [a, b] }) => {
        const price = (seconds: number) =>
          modelOf(model).price(complete(model, { ...input, video: clip("v", { seconds }) }));
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(Number.isSafeInteger(price(low))).toBe(true);
        expect(price(low)).toBeGreaterThanOrEqual(price(3));
        expect(price(low)).toBeLessThanOrEqual(price(high));
      }),
      { numRuns: 500 },
    );
  });
});
