import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { privacyDoc } from "../../scripts/privacy-doc.ts";

it("docs/privacy.md is as the table of places says; npm run docs:privacy writes it", () => {
  expect(readFileSync("docs/privacy.md", "utf8")).toBe(privacyDoc());
});
