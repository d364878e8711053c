import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMeanings } from "../../src/chat/line/meanings.js";
import { tokenize } from "../../src/chat/line/tokens.js";
import type { Meanings } from "../../src/chat/line/types.ts";

const OPTIONS: Meanings = {
  prompt: { kind: "text", rest: true },
  duration: { kind: "integer", unit: "s" },
  aspect: { kind: "choice", choices: ["16:9", "9:16"] },
  model: { kind: "choice", choices: ["kling-3", "kling-turbo"], aliases: { turbo: "kling-turbo" } },
  sound: { kind: "flag" },
  image: { kind: "image" },
};

/** Each part as `what it means = its value`, with the words that it was typed as. */
function read(line: string, how: { typing?: boolean } = {}): string[] {
  return readMeanings(tokenize(line, how), OPTIONS).map((one) => {
    const typed = line.slice(one.from, one.to);
    return one.is === "given" ? `${one.option}=${one.value} by ${typed}` : `${one.is}: ${typed}`;
  });
}

describe("the tokens of a line", () => {
  it("know where they stand, what they are called and how", () => {
    expect(tokenize('a  duration:8 --Sound —turbo negative:"rain, \\"wind\\"", x')).toEqual(
      [
        { space: "", from: 0, to: 1, text: "a", value: "a", valueFrom: 0, quoted: false },
        ...[
          { space: "  ", from: 3, to: 13, text: "duration:8", name: "duration", sign: ":", value: "8", valueFrom: 12 },
        ],
        ...[{ space: " ", from: 14, to: 21, text: "--Sound", name: "sound", sign: "--", value: "", valueFrom: 21 }],
        ...[{ space: " ", from: 22, to: 28, text: "—turbo", name: "turbo", sign: "—", value: "", valueFrom: 28 }],
        {
          ...{ space: " ", from: 29, to: 54, text: 'negative:"rain, \\"wind\\""', name: "negative", sign: ":" },
          ...{ value: 'rain, "wind"', valueFrom: 38, quoted: true },
        },
        { space: "", from: 54, to: 55, text: ",", value: ",", valueFrom: 54, quoted: false },
        { space: " ", from: 56, to: 57, text: "x", value: "x", valueFrom: 56, quoted: false },
      ].map((token) => ({ quoted: false, ...token })),
    );
  });

  it("make the line again, whatever is typed", () => {
    const line = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom('a "b', "—x", "--a=“b”c", "a:\n"),
    );
    fc.assert(
      fc.property(line, line, (one, two) => {
        for (const typing of [true, false]) {
          const tokens = tokenize(`${one} ${two}`, { typing });
          expect(tokens.map(({ space, text }) => space + text).join("")).toBe(`${one} ${two}`.trimEnd());
        }
      }),
    );
  });

  it("begin where they are told to", () => {
    expect(tokenize("/video 8s", { from: 6 })).toMatchObject([{ from: 7, to: 9, text: "8s" }]);
  });
});

describe("what the parts of a line mean", () => {
  it.each([
    ["a boat 8s", ["words: a", "words: boat", "duration=8s by 8s"]],
    ["duration: 8", ["duration=8 by duration: 8"]],
    ["--duration 8 --sound 9:16", ["duration=8 by --duration 8", "sound=true by --sound", "aspect=9:16 by 9:16"]],
    ["--sound off", ["sound=off by --sound off"]],
    ["—turbo —slow", ["model=turbo by —turbo", "words: —slow"]],
    ["--speed --duration", ["unknown: --speed", "unvalued: --duration"]],
    ["open: yes", ["words: open:", "words: yes"]],
  ])("%s", (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  it("keeps the words before a quote behind a long dash that names nothing", () => {
    expect(readMeanings(tokenize('—so"wait"'), OPTIONS)).toMatchObject([{ is: "words", value: '—so"wait"' }]);
  });

  it("takes a quote that is still open for a value's end only while it is typed", () => {
    expect(read('prompt:"a boat', { typing: true })).toEqual(['prompt=a boat by prompt:"a boat']);
    expect(read('prompt:"a boat')).toEqual(['prompt="a by prompt:"a', "words: boat"]);
  });
});
