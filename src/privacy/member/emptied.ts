import type { GenerationRow } from "../../store/tables.ts";
import { NOBODY } from "./owner.ts";

/** Words that a member has written, by the options and parts of an input that hold them. */
const WORDS = new Set(["prompt", "negative", "description"]);
/** Where a file came from: a chat's address, or a link of the member's. */
const ADDRESSES = new Set(["publicUrl", "foreignUrl"]);

/**
 * A finished job without its words, names and files, as forgotten at `at`; its announcement is shown once more at
 * `showAt`. Milliseconds since 1970.
 */
export function emptied(row: GenerationRow, at: number, showAt: number) {
  return {
    forgotten_at: at,
    member_name: NOBODY,
    line: row.line.split(" ")[0] ?? "",
    input: JSON.stringify(withoutWords(JSON.parse(row.input))),
    error_detail: null,
    result_url: null,
    element: null,
    ...(row.video === null
      ? {}
      : { video: nameless(row.video), video_small: nameless(row.video_small), deleted_at: row.deleted_at ?? at }),
    ...(row.notice === null ? {} : { notice: "sent" as const }),
    ...(row.message === null
      ? {}
      : { told: null, due_at: showAt, fence: row.fence + 1, lease_until: 0, tries: 0, notice: "sent" as const }),
  };
}

/** The video's sides and seconds stay, to say what it was; its hash would name the file. */
function nameless(media: string | null): string | null {
  return media === null ? null : JSON.stringify(withoutWords(JSON.parse(media)));
}

/** The input, so that it can still be described: its options stay, words and files don't. */
function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).flatMap(([name, one]): [string, unknown][] => {
    if (ADDRESSES.has(name)) return [];
    if (WORDS.has(name)) return [[name, ""]];
    if (name === "hash") return [[name, ""]];
    if (name === "name") return [[name, NOBODY]];
    return [[name, withoutWords(one)]];
  });
  return Object.fromEntries(entries);
}
