import { describe, expect, it } from "vitest";
import { andList, clip, count, lengthOf, orList, plural, quote, sayMegabytes } from "../src/base/words.ts";

describe("numbers", () => {
  it("have commas between thousands, and a noun in its number", () => {
    expect([count(2_501), plural(1, "job"), plural(0, "job"), plural(2_501, "file")]).toEqual([
      "2,501",
      "1 job",
      "0 jobs",
      "2,501 files",
    ]);
  });

  it("of bytes just over a limit never read as the limit", () => {
    expect([10_000_000, 10_000_001, 11_460_000].map(sayMegabytes)).toEqual(["10 MB", "10.1 MB", "11.5 MB"]);
  });
});

describe("lists", () => {
  it.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a or b"],
    [["a", "b", "c"], "a, b or c"],
  ])("of %j end in a word", (words, said) => {
    expect(orList(words)).toBe(said);
    expect(andList(words)).toBe(said.replace(" or ", " and "));
  });
});

describe("what somebody typed", () => {
  it("is cut at 40 characters, never inside an emoji", () => {
    expect(clip("a".repeat(40))).toBe("a".repeat(40));
    expect(clip("a".repeat(41))).toBe(`${"a".repeat(39)}…`);
    expect(clip("🦊".repeat(41))).toBe(`${"🦊".repeat(39)}…`);
    expect(lengthOf("🦊🦊")).toBe(2);
  });

  it("stands in quotation marks, whatever it is", () => {
    expect([quote("five"), quote(4.5), quote(null), quote({})]).toEqual([
      "“five”",
      "“4.5”",
      "“something else”",
      "“something else”",
    ]);
  });
});
