import { describe, expect, it } from "vitest";
import { allSentences } from "../../scripts/sentences.ts";
import { languages } from "../../src/text/languages.ts";
import { readMessage } from "../../src/text/message.ts";

const all = await allSentences();

describe("the catalogue", () => {
  it("has messages that can be read, each of a key that translators' tools take", () => {
    expect(all.size).toBeGreaterThan(5);
    for (const [key, message] of all) {
      expect(key).toMatch(/^[a-z][a-zA-Z0-9-]*(\.[a-zA-Z0-9_-]+)+$/);
      expect(() => readMessage(message, "en"), `${key}: ${message}`).not.toThrow();
    }
  });

  it("is written as one who was born to it writes: typographic quotes, no spaces at its ends", () => {
    for (const [key, message] of all) {
      expect(message, key).toBe(message.trim());
      expect(message, key).not.toMatch(/"| {2}(?! )[A-Za-z]/);
    }
  });

  it("takes in every language what it takes in English", () => {
    for (const { code, messages } of languages) {
      for (const [key, message] of Object.entries(messages)) {
        const english = all.get(key);
        expect(english, `${code}: ${key} is no longer a sentence of ours`).toBeDefined();
        const takes = (text: string) => [...readMessage(text, "en").takes.keys()].toSorted();
        expect(takes(message), `${code}: ${key}`).toEqual(takes(english ?? ""));
      }
    }
  });
});
