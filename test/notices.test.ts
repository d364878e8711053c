import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { shipped } from "../scripts/notices.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

test("every package that ships is in the notices by its version and license, and no other", () => {
  const lines = readFileSync(`${ROOT}THIRD_PARTY_NOTICES.md`, "utf8").split("\n");
  const table = lines.slice(lines.indexOf("| --- | --- | --- |") + 1, lines.indexOf("## Their texts") - 1);
  const rows = shipped(ROOT).map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  const stale = "THIRD_PARTY_NOTICES.md is not current. Make it again with: npm run docs:notices";
  expect(rows.length).toBeGreaterThan(100);
  expect(table, stale).toEqual(rows);
});
