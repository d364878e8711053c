import type { Place } from "../src/privacy/member/place.ts";
import { PLACES } from "../src/privacy/places.ts";

/** `docs/privacy.md`: what is kept of a member, what they are given of it, and what is deleted, from the code's own table. */
export function privacyDoc(): string {
  const inDatabase = ({ kind }: Place) => kind === "table" || kind === "keys";
  const outside = PLACES.filter((place) => !inDatabase(place));
  return `${[HEAD, places(PLACES.filter(inDatabase)), OUTSIDE, places(outside), COLUMNS, columns()].join("\n\n")}\n`;
}

const HEAD = `<!-- Generated from src/privacy/places.ts by scripts/privacy-doc.ts. Change that, then run: npm run docs:privacy -->

# What is kept of a member

\`/settings data:export\` gives a member what is kept of them in that workspace, and \`/settings data:forget\` deletes it. Both walk
these tables. A forgetting begins only while no job of the member's is under way, and none begins until it is done; it works in
small steps, each of which is safe to repeat, so a crash in the middle only puts it off until the next start.

The export is JSON: one file, or where that is larger than 8 MB up to three that are compressed. Its files and their links end
with the next export, with a forgetting, and after a day.

## In the database`;

const OUTSIDE = "## Elsewhere";

const COLUMNS = `## Column by column

What forgetting deletes or empties, and what stays.`;

function places(some: readonly Place[]): string {
  const rows = some.map(({ kind, where, holds, exported, unexported = "", forgotten, stays }) => [
    kind === "table" || kind === "keys" ? `\`${where}\`` : where,
    holds,
    exported === undefined ? `no: ${unexported}` : `\`${exported}\``,
    forgotten,
    stays,
  ]);
  return table(
    ["where", "what is there of a member", "in the export", "forgetting deletes", "what stays, and why"],
    rows,
  );
}

function columns(): string {
  const rows = PLACES.flatMap(({ where, columns }) =>
    columns ? [[`\`${where}\``, columns.forgotten.join(", "), columns.stays.join(", ")]] : [],
  );
  return table(["table", "goes", "stays"], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), `|${" --- |".repeat(head.length)}`, ...rows.map(line)].join("\n");
}

if (import.meta.main) process.stdout.write(privacyDoc());
