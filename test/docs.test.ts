import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PAGES = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
/** `src/a/b.ts`, `docs/words.md`, `test/crash`: a place in the house, said in a page. */
const PLACE = /`((?:src|commands|test|docs|scripts|bench)\/[\w./-]*[\w-])`/g;
const LINK = /\]\(([^)#:]+)(?:#[^)]*)?\)/g;
const LARGEST_PICTURE = 2_000_000;

describe.each(PAGES)("%s", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");

  it("names only what is there", () => {
    const named = [...text.matchAll(PLACE), ...text.matchAll(LINK)].map(([, path = ""]) => path);
    expect(named.length).toBeGreaterThan(4);
    expect(named.filter((path) => !existsSync(join(ROOT, dirname(page), path)))).toEqual([]);
  });

  it("uses only scripts that are there", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
    const used = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = ""]) => name);
    expect(used.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

it("the README has its two commands, word for word, and a moving picture that loads at once", () => {
  const text = readFileSync(join(ROOT, "README.md"), "utf8");
  for (const command of ["npm ci && npm start", "npm ci && npm test"]) expect(text).toContain(`\n${command}\n`);
  expect(text).toContain("(docs/line-to-video.webp)");
  expect(statSync(join(ROOT, "docs/line-to-video.webp")).size).toBeLessThan(LARGEST_PICTURE);
});
