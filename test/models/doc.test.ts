import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { modelsDoc } from "../../scripts/models-doc.ts";
import { familyNames } from "../../src/models/families.ts";
import { models } from "../../src/models/index.ts";
import { inEnglish } from "../../src/text/render.ts";

const DOC = new URL("../../docs/models.md", import.meta.url);

it("docs/models.md is what the catalogue says now", async () => {
  const written = await readFile(DOC, "utf8");
  const stale = "docs/models.md is not current. Regenerate it with: npm run docs:models";
  expect(written === modelsDoc(), stale).toBe(true);
});

it("has a row and a section for each, with its command, its price, and an example that can be typed", () => {
  const text = modelsDoc();
  const sections = new Map(text.split("\n## ").map((section) => [section.split("\n")[0], section]));
  for (const { id, options, rates } of models) {
    const row = text.split("\n").find((line) => line.startsWith(`| [\`${id}\`]`));
    expect(row).toMatch(/\| `\/[a-z ]+`(, `\/[a-z]+`)* \| [\d.]+(–[\d.]+)? per (second|character) \|$/);
    const section = sections.get(id);
    expect(section).toMatch(/For example `\/[a-z]+ .*`\./);
    for (const name of Object.keys(options)) expect(section).toContain(`| \`${name}\` | `);
    for (const { what, credits } of rates) expect(section).toContain(`| ${inEnglish(what)} | ${credits} per `);
  }
  for (const name of familyNames) expect(sections.get("Families")).toContain(`| \`${name}\` |`);
});
