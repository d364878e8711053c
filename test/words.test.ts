import { describe, expect, it } from "vitest";
import { andList, clip, count, lengthOf, plural } from "../src/base/words.ts";

describe("numbers", () => {
  it("have commas between thousands, and a noun in its number", () => {
    expect([count(2_501), plural(1, "job"), plural(0, "job"), plural(2_501, "file")]).toEqual([
      "2,501",
      "1 job",
      "0 jobs",
      "2,501 files",
    ]);
  });
});

describe("lists", () => {
  it.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
  ])("of %j end in a word", (words, said) => {
    expect(andList(words)).toBe(said);
  });
});

describe("what somebody typed", () => {
  it("is cut at 40 characters, never inside an emoji", () => {
    expect(clip("a".repeat(40))).toBe("a".repeat(40));
    expect(clip("a".repeat(41))).toBe(`${"a".repeat(39)}…`);
    expect(clip("🦊".repeat(41))).toBe(`${"🦊".repeat(39)}…`);
    expect(lengthOf("🦊🦊")).toBe(2);
  });
});
