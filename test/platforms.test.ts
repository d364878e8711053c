import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const LEAST_ROWS = 60;
/** An address, or an issue, a pull request or a file of a public repository. */
const SOURCE = /https:\/\/[\w.-]+\.[a-z]+\/?|\b[\w.-]+\/[\w.-]+#\d+\b|\b[\w.-]+\/[\w.-]+ `?[\w./-]+\.\w+/;
const KNOWN = ["documented", "reported", "only believed"];

const text = readFileSync(join(ROOT, "docs/platforms.md"), "utf8");
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
  .map(([, id = "", belief = "", source = "", known = "", ...rest]) => ({
    id: id.replaceAll("`", ""),
    belief,
    source,
    known,
    rest,
  }));

test("what is relied on at the platforms is a table of at least sixty rows, each with an id of its own", () => {
  expect(rows.length).toBeGreaterThanOrEqual(LEAST_ROWS);
  expect(rows.map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at)).toEqual([]);
});

test("every row has a belief, a source, and how it is known", () => {
  const wrong = rows.filter(
    ({ id, belief, source, known, rest }) =>
      !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id) ||
      belief === "" ||
      !SOURCE.test(source) ||
      !KNOWN.includes(known) ||
      rest.join("") !== "",
  );
  expect(wrong).toEqual([]);
});
