import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { parseCreditPrice } from "../../src/credits/units.ts";
import type { UnitPrice } from "../../src/text/money.ts";
import { chartOf } from "../../src/usage/chart.ts";
import { CARD, contrast, OTHERS, SERIES } from "../../src/usage/colours.ts";
import { drawing } from "../../src/usage/drawing.ts";
import { type Font, fallingBack, readFont } from "../../src/usage/font.ts";
import type { UsageReport } from "../../src/usage/report.ts";
import { createUsage } from "../../src/usage/usage.ts";
import { cut, writable } from "../../src/usage/writing.ts";
import { testClock } from "../support/clock.ts";
import { testStore } from "../support/stores.ts";
import { label, reportOf, sample } from "./report.ts";

const fontAt = (name: string): Font => readFont(readFileSync(fileURLToPath(import.meta.resolve(name))));
const inter = fontAt("@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf");
const dejavu = fontAt("dejavu-fonts-ttf/ttf/DejaVuSans.ttf");
const plain = fallingBack(inter, dejavu);
const strong = fallingBack(fontAt("@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf"), dejavu);

const store = await testStore("sqlite");
const usage = createUsage({ db: store.db, clock: testClock(), label });

afterAll(async () => {
  await usage.close();
  await store[Symbol.asyncDispose]();
});

/** What is written in the picture, without its markup. */
function words(report: UsageReport, unitPrice?: UnitPrice): string[] {
  const { svg } = drawing(chartOf(report, label, plain, { locale: "en-US", unitPrice }), { plain, strong });
  const written = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
  return written.map((text) =>
    text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  );
}

function named(name: string, member = "U0ABCDEF12"): string[] {
  return words(reportOf([{ member, name, credits: 27 }]));
}

async function sides(report: UsageReport): Promise<[number, number]> {
  const { png, width, height } = await usage.picture(report, "en-US");
  const bytes = Buffer.from(png);
  expect(bytes.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([width, height]);
  return [width, height];
}

describe("the picture", () => {
  it("shows who spent what on which models, and when", async () => {
    const report = sample();
    expect(words(report)).toEqual(
      expect.arrayContaining([
        "Credits spent",
        "November 1 – 20, 2026 · 8 members",
        "Ada",
        "Ben",
        "Kling O3 reference",
      ]),
    );
    const { png } = await usage.picture(report, "en-US");
    // `SCREENSHOTS=docs npm test -- test/usage/picture.test.ts` makes the picture of the README anew.
    if (process.env.SCREENSHOTS) writeFileSync(join(process.env.SCREENSHOTS, "usage.png"), png);
  });

  it("says what all of it is worth, where the operator has set a price of a credit", () => {
    const report = reportOf([{ member: "U1", name: "Ada", credits: 27 }]);
    expect(words(report)).toContain("credits · 1 job");
    expect(words(report, parseCreditPrice("0.0139"))).toContain("credits · $0.38 · 1 job");
  });

  it("is drawn for nobody, for one, and for two hundred members over a year", async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      ...{ member: `U${index}`, credits: 2_000 / (index + 1), day: index },
      model:
        ["kling-v3-text-to-video", "kling-o3-video-edit", "kling-custom-element", "x1", "x2", "x3", "x4", "x5"][
          index % 8
        ] ?? "",
    }));
    const one = reportOf([{ credits: 27 }], { days: 1 });
    const all = reportOf(many, { days: 365 });
    const heights = [];
    for (const report of [reportOf([]), one, all]) {
      const [width, height] = await sides(report);
      expect(width).toBe(1_440);
      heights.push(height);
    }
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(Math.max(...heights)).toBeLessThan(2_000);
    expect(words(reportOf([]))).toContain("Nothing was spent in this period.");
    expect(words(all)).toEqual(expect.arrayContaining(["188 others", "other models", "Every 6 days"]));
    expect(words(one)).not.toContain("Day by day");
  });

  it("has room for huge amounts, and shows the smallest", async () => {
    const report = reportOf([
      { member: "U1", name: "Ada", credits: 98_765_432.1 },
      { member: "U2", name: "Ben", credits: 0.0001 },
    ]);
    expect(words(report)).toEqual(expect.arrayContaining(["98.8M", "< 0.1"]));
    await sides(report);
  });

  it.each([
    ["🦊 Fox", "Fox"],
    ["小明 Ming", "Ming"],
    ["יוסי כהן", "יוסי כהן"],
    ["محمد علي", "محمد علي"],
    ["Đặng Thị Hương", "Đặng Thị Hương"],
    ["Иван", "Иван"],
    ['<b>&"Zoë"', '<b>&"Zoë"'],
    ["two\n lines", "two lines"],
    ["\u202Edrow", "drow"],
    ["Z\u0351\u0352\u0357\u0300\u0301algo", "Z\u0351\u0352algo"],
  ])("writes %j as %j", (name, written) => {
    expect(named(name)).toContain(written);
  });

  it.each(["小明", "🦊🐻", "", "  ", "\u0000\u0007", "明明明a", "\uD83E"])(
    "calls a member whom it can't write (%j) by the end of the id",
    (name) => {
      expect(named(name)).toContain("Member …CDEF12");
    },
  );

  it("cuts a long name to its column, and never through a character", () => {
    const long = "Maximiliana Konstantina von und zu Hohenlohe-Langenburg";
    expect(named(long)).toContainEqual(expect.stringMatching(/^Maximiliana Kons.{1,12}…$/));
    expect(cut("e\u0301".repeat(80), 50, 14, plain)).toMatch(/^(?:e\u0301)+…$/);
    expect(plain.width(cut("W".repeat(500), 150, 14, plain), 14)).toBeLessThanOrEqual(150);
  });

  it("writes nothing that its fonts can't, whatever a member is called, and is drawn", async () => {
    const name = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }));
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 12, maxLength: 12 }), async (names) => {
        const report = reportOf(names.map((one, index) => ({ member: `U${index}`, name: one, credits: index + 1 })));
        for (const character of words(report).join("")) {
          expect(character === " " || plain.has(character.codePointAt(0) ?? 0), character).toBe(true);
        }
        for (const one of names) expect(writable(one, plain)).not.toBe("");
        await sides(report);
      }),
      { numRuns: 40 },
    );
  });

  it("fails for one report alone when it can't be drawn", async () => {
    const broken = { ...reportOf([{ credits: 1 }]), models: [{ model: "x", spent: Number.NaN, jobs: 1 }] };
    await expect(usage.picture(broken as unknown as UsageReport, "en-US")).rejects.toThrow("could not be drawn");
    await sides(reportOf([{ credits: 1 }]));
  });
});

describe("the colours", () => {
  it("are read on the picture's own card: text by 4.5 to 1, shapes by 3 to 1", () => {
    for (const text of [CARD.text, CARD.quiet]) expect(contrast(text, CARD.ground)).toBeGreaterThanOrEqual(4.5);
    for (const shape of [...SERIES, OTHERS, CARD.columns]) {
      expect(contrast(shape, CARD.ground)).toBeGreaterThanOrEqual(3);
    }
  });

  it("let the card's edge be seen on light and on dark pages", () => {
    // White, black, and the grounds of Discord and Slack in their dark looks.
    for (const page of ["#ffffff", "#000000", "#313338", "#1a1d21"]) {
      expect(contrast(CARD.edge, page), page).toBeGreaterThanOrEqual(3);
    }
  });

  it("are each their own", () => {
    expect(new Set([...SERIES, OTHERS]).size).toBe(SERIES.length + 1);
  });
});

describe("a font", () => {
  it("says what it can write, and how wide", () => {
    expect([inter.has(0x41), inter.has(0x5d0), dejavu.has(0x5d0), dejavu.has(0x5c0f)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(inter.width("", 14)).toBe(0);
    // Inter’s digit one is narrow and its W wide; twice the size is twice the width.
    expect(inter.width("W", 14)).toBeGreaterThan(2 * inter.width("i", 14));
    expect(inter.width("Ada", 28)).toBeCloseTo(2 * inter.width("Ada", 14));
  });

  it("refuses what is none", () => {
    expect(() => readFont(new Uint8Array(64))).toThrow(RangeError);
    expect(() => readFont(new Uint8Array(2))).toThrow(RangeError);
  });
});
