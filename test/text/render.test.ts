import { describe, expect, it } from "vitest";
import { bareCredits, inCredits, units } from "../../src/credits/units.ts";
import { readerOf } from "../../src/text/languages.ts";
import { inMegabytes, numberOf, quoted, roughly } from "../../src/text/measures.ts";
import { inEnglish, render } from "../../src/text/render.ts";
import { sentences } from "../../src/text/sentences.ts";
import {
  allOf,
  anyOf,
  dateOf,
  datesOf,
  dayOf,
  dotted,
  lines,
  minuteOf,
  paragraphs,
  spaced,
  type Text,
} from "../../src/text/text.ts";
import { speaking } from "../support/language.ts";

const words = sentences("test-render", {
  plain: "Don't worry, it's free.",
  left: "{name} has {jobs, plural, =0 {no jobs} one {# job} other {# jobs}} and {price} left.",
  nested: "Before: {inner} After.",
  why: "{why, select, price {Too much} other {Something else}}: {count}",
  untranslated: "There are {count, number} of them.",
});

const DECEMBER_1 = Date.UTC(2026, 11, 1, 14, 5);

const GERMAN = {
  code: "de",
  messages: {
    "test-render.plain": "Keine Sorge, es kostet nichts.",
    "test-render.left": "{jobs, plural, one {# Auftrag} other {# Aufträge}} von {name}, {price} übrig.",
    "test-render.nested": "Vorher: {missing}",
    "credits.amount": "{credits, number, ::.####} {credits, plural, one {Credit} other {Credits}}",
  },
};

describe("a sentence", () => {
  it("says what it is given, by the rules of plural", () => {
    const said = (jobs: number) =>
      render(words.left({ name: "Ada", jobs, price: inCredits(units(jobs * 10_000)) }), "en-US");
    expect(said(0)).toBe("Ada has no jobs and 0 credits left.");
    expect(said(1)).toBe("Ada has 1 job and 1 credit left.");
    expect(said(2_501)).toBe("Ada has 2,501 jobs and 2,501 credits left.");
  });

  it("holds other sentences, and writes a bare number as the reader's locale does", () => {
    const inner = words.why({ why: "price", count: 12_345 });
    expect(render(words.nested({ inner }), "en")).toBe("Before: Too much: 12,345 After.");
    expect(render(words.why({ why: "other", count: "12345" }), "en")).toBe("Something else: 12345");
  });

  it("never reads a parameter as a message, nor as markup", () => {
    for (const hostile of [
      "{x}",
      "{name}",
      "{n, plural, other {#}}",
      "<b>bold</b>",
      "it's 'quoted' ''",
      "'{'",
      "}",
      "#",
      "",
    ])
      expect(render(words.nested({ inner: hostile }), "en")).toBe(`Before: ${hostile} After.`);
  });

  it("is not made endless by a parameter, and breaks no character in two", () => {
    const said = render(words.nested({ inner: "😀".repeat(50_000) }), "en");
    expect(said.length).toBeLessThan(4_100);
    expect(said.isWellFormed()).toBe(true);
    expect(said).toMatch(/^Before: 😀.*… After\.$/su);
  });

  it("says that it can't be said, when a newer version wrote it or something is missing, and never throws", () => {
    const polite = "There's a message here that this version of Reelay can't show.";
    const odd: unknown[] = [
      { key: "test-render.of-next-year", params: { x: 1 } },
      { key: "toString" },
      { key: "test-render.left" },
      {
        key: "test-render.left",
        params: { name: "Ada", jobs: 1, price: { moment: 1, timeZone: "Mars/Olympus", as: "day" } },
      },
      { moment: Number.NaN, timeZone: "UTC", as: "day" },
      { list: [{}], as: "and" },
      { joined: 7, by: "line" },
      { quite: "new" },
    ];
    for (const text of odd) expect(render(text as Text, "en"), JSON.stringify(text)).toContain(polite);
  });
});

describe("measures", () => {
  it.each<[Text, string]>([
    [inCredits(units(10_000)), "1 credit"],
    [inCredits(units(10_001)), "1.0001 credits"],
    [inCredits(units(71_982)), "7.1982 credits"],
    [inCredits(units(0)), "0 credits"],
    [inCredits(units(-15_000)), "-1.5 credits"],
    [inCredits(units(9_999_999_999_999)), "999,999,999.9999 credits"],
    [bareCredits(units(12_345_000)), "1,234.5"],
    [inMegabytes(11_400_001), "11.5 MB"],
    [inMegabytes(1_234_000_000), "1,234 MB"],
    [roughly(1), "about 5 s"],
    [roughly(36), "about 40 s"],
    [roughly(200), "about 3 min"],
    [roughly(7_000), "about 2 h"],
    [numberOf(2_501), "2,501"],
    [quoted("a boat"), "“a boat”"],
    [allOf(["a"]), "a"],
    [allOf(["a", "b"]), "a and b"],
    [allOf(["a", "b", "c"]), "a, b, and c"],
    [anyOf(["16:9", "9:16", words.plain]), "16:9, 9:16, or Don't worry, it's free."],
    [dayOf(DECEMBER_1), "December 1"],
    [dayOf(DECEMBER_1, "Pacific/Kiritimati"), "December 2"],
    [dateOf(DECEMBER_1), "December 1, 2026"],
    [datesOf(DECEMBER_1, DECEMBER_1 + 19 * 86_400_000), "December 1 – 20, 2026"],
    [datesOf(DECEMBER_1, DECEMBER_1), "December 1, 2026"],
    [minuteOf(DECEMBER_1), "Dec 1, 2:05 PM"],
    [paragraphs("a", undefined, false, "", "b"), "a\n\nb"],
    [lines("a", "b"), "a\nb"],
    [spaced(words.plain, "Go on."), "Don't worry, it's free. Go on."],
    [dotted("Kling 3.0", numberOf(8), "1080p"), "Kling 3.0 · 8 · 1080p"],
    [dotted(undefined), ""],
    [paragraphs(words.plain), "Don't worry, it's free."],
  ])("%j reads %s", (text, said) => {
    expect(render(text, "en-US")).toBe(said);
  });
});

describe("who reads", () => {
  it("reads English by the customs of their region", () => {
    const text = lines(dayOf(DECEMBER_1), minuteOf(DECEMBER_1), allOf(["a", "b", "c"]));
    expect(render(text, "en-GB")).toBe("1 December\n1 Dec, 14:05\na, b and c");
    expect(render(text, "en")).toBe(render(text, "en-US"));
  });

  it("reads English where their language isn't spoken, numbers and all", () => {
    for (const locale of ["de-AT", "tlh", "", "not a locale", "en_US", "__proto__", "x".repeat(10_000)])
      expect(render(numberOf(2_501.5), locale)).toBe("2,501.5");
  });

  it("reads their own language, and English for what is not translated yet", async () => {
    await speaking(GERMAN, () => {
      const left = words.left({ name: "Ada", jobs: 1, price: inCredits(units(12_345_000)) });
      expect(render(left, "de-AT").replace(/\s/g, " ")).toBe("1 Auftrag von Ada, 1 234,5 Credits übrig.");
      expect(render(left, "de")).toBe("1 Auftrag von Ada, 1.234,5 Credits übrig.");
      expect(render(words.untranslated({ count: 2_501 }), "de")).toBe("There are 2,501 of them.");
      expect(render(allOf(["a", "b"]), "de")).toBe("a und b");
      expect(render(left, "fr")).toBe(inEnglish(left));
    });
    expect(render(words.plain, "de")).toBe("Don't worry, it's free.");
  });

  it("reads English for a translation that asks for something else than it is given", async () => {
    await speaking(GERMAN, () => expect(render(words.nested({ inner: "x" }), "de")).toBe("Before: x After."));
  });

  it("is told a regional language before the plain one", async () => {
    const portuguese = (code: string) => ({ code, messages: { "test-render.plain": code } });
    await speaking(portuguese("pt"), () =>
      speaking(portuguese("pt-br"), () => {
        expect(render(words.plain, "pt-BR")).toBe("pt-br");
        expect(render(words.plain, "pt-PT")).toBe("pt");
        expect(readerOf("pt-Latn-BR").locale).toBe("pt-BR");
      }),
    );
  });
});

describe("the catalogue", () => {
  it("has each key once", () => {
    expect(() => sentences("test-render", { plain: "Again." })).toThrow("test-render.plain");
  });
});
