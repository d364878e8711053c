import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { render } from "../../src/text/render.ts";
import { sentences } from "../../src/text/sentences.ts";
import { readText, storeText } from "../../src/text/stored.ts";
import { allOf, dayOf, paragraphs } from "../../src/text/text.ts";

const words = sentences("test-stored", { given: "{who} got {count, plural, one {# file} other {# files}}." });

describe("a text in a row", () => {
  it("comes back as it was, and reads the same", () => {
    const text = paragraphs(words.given({ who: "Ada", count: 2 }), allOf(["a", dayOf(0)]), "{plain}");
    const stored = storeText(text);
    expect(readText(stored)).toEqual(text);
    expect(render(readText(stored), "en")).toBe(render(text, "en"));
  });

  it("leaves a plain text as it is, whatever it looks like", () => {
    for (const plain of ["", "budget exceeded", '{"key":"test-stored.given"}', '"quoted"', "text:{}", "[]", "null"]) {
      expect(storeText(plain)).toBe(plain);
      expect(readText(plain)).toBe(plain);
    }
  });

  it("can't be forged by what somebody typed", () => {
    const forged = storeText(words.given({ who: "Eve", count: 1 }));
    expect(readText(storeText(forged))).toBe(forged);
  });

  it("brings back every string", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (said) => readText(storeText(said)) === said));
  });

  it.each([
    "{",
    "7",
    "null",
    "{}",
    '{"key":7}',
    '{"key":"a","params":{"x":null}}',
    '{"joined":[7],"by":"line"}',
    '{"list":[{}],"as":"and"}',
    '{"moment":"x","timeZone":"UTC","as":"day"}',
  ])("is a polite sentence when it can't be read: %s", (json) => {
    const mark = storeText(allOf([])).slice(0, -'{"list":[],"as":"and"}'.length);
    expect(render(readText(mark + json), "en")).toContain("can't show");
  });
});
