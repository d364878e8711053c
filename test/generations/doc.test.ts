import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { statesDoc } from "../../scripts/states-doc.ts";
import { ALL_STATES } from "../../src/generations/states/state-table.ts";
import { LOCK_ORDER } from "../../src/store/lock-order.ts";

const DOC = new URL("../../docs/states.md", import.meta.url);

it("docs/states.md is what the tables say now", async () => {
  const written = await readFile(DOC, "utf8");
  const stale = "docs/states.md is not current. Regenerate it with: npm run docs:states";
  expect(written === statesDoc(), stale).toBe(true);
});

it("the document has a line for every state and for every table that is locked", () => {
  const lines = statesDoc().split("\n");
  for (const state of ALL_STATES)
    expect(
      lines.some((line) => line.startsWith(`| \`${state}\` |`)),
      state,
    ).toBe(true);
  for (const { table } of LOCK_ORDER)
    expect(
      lines.some((line) => line.includes(`| \`${table}\` |`)),
      table,
    ).toBe(true);
});
