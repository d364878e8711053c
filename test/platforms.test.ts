import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const LEAST_ROWS = 60;
/** An address, or an issue or a pull request, or a file of a public repository. */
const SOURCE = /https:\/\/[\w.-]+\.[a-z]+|\b[\w.-]+\/[\w.-]+#\d+\b|\b[\w.-]+\/[\w.-]+ [\w./`-]+\.\w+/;
/** How it is known; what holds for a part of the row alone may stand behind it. */
const KNOWN = /^(?:documented|reported|only believed)(?:[,;] .+)?$/;

const text = readFileSync(join(ROOT, "docs/platforms.md"), "utf8");
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:id|---) \|/.test(line))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, id = "", belief = "", source = "", known = "", ...rest]) => ({ id, belief, source, known, rest }));
const ids = new Set(rows.map(({ id }) => id.replaceAll("`", "")));

/** What looks like a row's id in a text: not a header such as `x-slack-…`, a file's name or a part of an address. */
const ID = /(?<![\w/.-])(?:slack|discord|discordjs|evolink|s3)-[a-z0-9]+(?:-[a-z0-9]+)*(?![\w-]|[./#:]\w)/g;

function namedIn(files: readonly string[], part: RegExp): string[] {
  const parts = files.flatMap((file) => readFileSync(join(ROOT, file), "utf8").match(part) ?? []);
  return [...new Set(parts.flatMap((found) => found.match(ID) ?? []))];
}

test("what is relied on at the platforms is a table of at least sixty rows, each with an id of its own", () => {
  expect(rows.length).toBeGreaterThanOrEqual(LEAST_ROWS);
  expect(rows.map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at)).toEqual([]);
});

test("every row has a belief, a source, and how it is known", () => {
  const wrong = rows.filter(({ id, belief, source, known, rest }) => {
    // What is only believed says in words what it rests on.
    const sourced = known.startsWith("only believed") ? source !== "" : SOURCE.test(source);
    return (
      !/^`?[a-z0-9]+(-[a-z0-9]+)+`?$/.test(id) ||
      belief === "" ||
      !sourced ||
      !KNOWN.test(known) ||
      rest.join("") !== ""
    );
  });
  expect(wrong).toEqual([]);
});

test("what the stand-ins name in their comments is in the table", () => {
  const files = globSync(["test/support/**/*.ts", "test/media/s3-server.ts"], { cwd: ROOT });
  const named = namedIn(files, /\/\/.*|\/\*[\s\S]*?\*\//g);
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});

test("what a trial checks in a real channel is in the table, and can be turned false in the stand-ins", () => {
  const checked = namedIn(globSync("src/*/witness*.ts", { cwd: ROOT }), /"[a-z0-9-]+"/g);
  const turnable = namedIn(globSync("test/support/*/otherwise.ts", { cwd: ROOT }), /"[a-z0-9-]+":/g);
  expect(checked.length).toBeGreaterThan(15);
  expect(checked.filter((id) => !ids.has(id))).toEqual([]);
  expect(turnable.toSorted()).toEqual(checked.toSorted());
});
