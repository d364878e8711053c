import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { modelsDoc } from "../../scripts/models-doc.ts";
import { familyNames } from "../../src/models/families.ts";
import { models } from "../../src/models/index.ts";

const DOC = new URL("../../docs/models.md", import.meta.url);

it("docs/models.md is what the catalogue says now", async () => {
  const written = await readFile(DOC, "utf8");
  const stale = "docs/models.md is not current. Regenerate it with: npm run docs:models";
  expect(written === modelsDoc(), stale).toBe(true);
});

it("the table of models names a command and a price for each", () => {
  const lines = modelsDoc().split("\n");
  for (const { id } of models) {
    const row = lines.find((line) => line.startsWith(`| [\`${id}\`]`));
    expect(row).toMatch(/\| `\/[a-z ]+`(, `\/[a-z]+`)* \| [\d.]+(–[\d.]+)? (a second|an element) \|$/);
  }
});

it("the section of a model has every option with its limits, and every rate", () => {
  const sections = new Map(
    modelsDoc()
      .split("\n## ")
      .map((text) => [text.split("\n")[0], text]),
  );
  for (const { id, options, rates } of models) {
    for (const [name, limits] of Object.entries(options))
      expect(sections.get(id)).toContain(`| \`${name}\` | ${limits} |`);
    for (const { what, credits, per } of rates)
      expect(sections.get(id)).toContain(`| ${what} | ${credits} ${per === "second" ? "a second" : "an element"} |`);
  }
  for (const name of familyNames) expect(sections.get("Families")).toContain(`| \`${name}\` |`);
});
