import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { pageIn } from "../../src/playground/words/page.ts";
import { shown, spoken } from "../../src/playground/words/page.words.ts";
import { messageOfKey } from "../../src/text/sentences.ts";
import { speaking } from "../support/language.ts";

const PAGE = fileURLToPath(new URL("../../src/playground/page/", import.meta.url));
const source = (file: string) => readFileSync(PAGE + file, "utf8");

/** What the page's scripts are given to say, by key. */
function wordsIn(page: string): Record<string, string> {
  const [, said = ""] = /<body data-words="([^"]*)">/.exec(page) ?? [];
  const letters: Record<string, string> = { "&quot;": '"', "&#39;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" };
  return JSON.parse(said.replace(/&#?\w+;/g, (entity) => letters[entity] ?? entity));
}

describe("the playground's words", () => {
  it("stand in the page, those of its scripts with places for what they put in", async () => {
    const page = await pageIn("en-GB");
    expect(page).toContain('<html lang="en-GB">');
    expect(page).toContain("<title># general · Reelay</title>");
    expect(page).not.toContain("{{");
    const said = wordsIn(page);
    expect(said.away).toBe("Reelay can't be reached. Is it still running?");
    for (const key of Object.keys(spoken)) expect(said[key]).toBe(messageOfKey(`playground-scripts.${key}`));
  });

  it("are in the reader's language as far as it has them, and can't break out of where they stand", async () => {
    const messages = {
      "playground-page.send": 'Senden"><script>',
      "playground-scripts.removeFile": "{name} <entfernen> & 'weg'",
    };
    const page = await speaking({ code: "de", messages }, () => pageIn("de-CH"));
    expect(page).toContain('<html lang="de-CH">');
    expect(page).toContain('aria-label="Senden&quot;&gt;&lt;script&gt;"');
    expect(wordsIn(page)).toMatchObject({ removeFile: "{name} <entfernen> & 'weg'", onlyYou: "Only you can see this" });
    expect(await pageIn("eo")).toContain('<html lang="en">');
  });

  it("are all said somewhere", () => {
    const html = source("index.html");
    expect(Object.keys(shown).filter((key) => !html.includes(`{{${key}}}`))).toEqual([]);
    const scripts = globSync("**/*.js", { cwd: PAGE }).map(source).join("\n");
    expect(Object.keys(spoken).filter((key) => !scripts.includes(`"${key}"`))).toEqual([]);
  });
});
