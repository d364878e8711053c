import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { languages } from "../../src/text/languages.ts";
import { readMessage } from "../../src/text/message.ts";
import { allMessages } from "../../src/text/sentences.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Each file that declares sentences, so that the catalogue has them all. */
const declaring = globSync(["src/**/*.ts", "commands/**/*.ts"], { cwd: ROOT }).filter((file) => {
  return /\bsentences\(\s*"/.test(readFileSync(join(ROOT, file), "utf8"));
});

beforeAll(async () => {
  for (const file of declaring) await import(join(ROOT, file));
});

describe("the catalogue", () => {
  it("has messages that can be read, each of a key that translators' tools take", () => {
    expect(allMessages().size).toBeGreaterThan(5);
    for (const [key, message] of allMessages()) {
      expect(key).toMatch(/^[a-z][a-z0-9-]*(\.[a-zA-Z0-9_-]+)+$/);
      expect(() => readMessage(message, "en"), `${key}: ${message}`).not.toThrow();
    }
  });

  it("takes in every language what it takes in English", () => {
    for (const { code, messages } of languages) {
      for (const [key, message] of Object.entries(messages)) {
        const english = allMessages().get(key);
        expect(english, `${code}: ${key} is no longer a sentence of ours`).toBeDefined();
        const takes = (text: string) => [...readMessage(text, "en").takes.keys()].toSorted();
        expect(takes(message), `${code}: ${key}`).toEqual(takes(english ?? ""));
      }
    }
  });
});
