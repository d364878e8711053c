/** How names and what somebody typed read in our sentences, and how operators read numbers and lists. Pure, so anybody may use it. */

const counts = new Intl.NumberFormat("en-US");
const BYTES_PER_MB = 1_000_000;

/** As much of what a member typed as a sentence can hold, in characters. */
const QUOTED = 40;

/** “2,501”, for operators: members read numbers in their own language, from the catalogue. */
export function count(value: number): string {
  return counts.format(value);
}

/** “1 shot”, “7 shots”, for operators. */
export function plural(value: number, word: string): string {
  return `${count(value)} ${word}${value === 1 ? "" : "s"}`;
}

/** “kling-3, kling-o3 and kling-turbo”, for operators. */
export function andList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** What a member typed, short enough for a sentence; an emoji is left out or kept whole. */
export function clip(said: string): string {
  // Each takes one or two of the string's own units, so more than these need not be looked at.
  const characters = [...said.slice(0, 2 * (QUOTED + 1))];
  return characters.length > QUOTED ? `${characters.slice(0, QUOTED - 1).join("")}…` : said;
}

/** Characters as a reader counts them: an emoji is one. JSON Schema's `maxLength` counts the same way. */
export function lengthOf(text: string): number {
  return [...text].length;
}

/** Megabytes as bytes, in the smaller of the two readings of "10 MB": what passes here passes at the gateway. */
export function megabytes(value: number): number {
  return value * BYTES_PER_MB;
}

/** Marks that turn the direction of what follows, and others that show nothing. */
const UNSEEN = /[\p{Cc}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/gu;

/** A name is cut to so many characters: the longest that a chat takes is Slack's 80. */
const LONGEST_NAME = 80;

/** Somebody's name, fit to stand in a sentence of ours: on one line, not endless, and turning nothing around. */
export function plainName(name: string): string {
  const said = name
    .slice(0, 4 * LONGEST_NAME)
    .replace(/\s+/g, " ")
    .replace(UNSEEN, "")
    .trim();
  return [...said].slice(0, LONGEST_NAME).join("") || "somebody";
}

/** A character's name as prompts write it after the `@`: in one word. */
export function shortName(name: string): string {
  return name.replaceAll(" ", "");
}

/** A character's name as cards show it: “@Ada”; one of several words as it is, “Captain Ada”. */
export function shownName(name: string): string {
  return name.includes(" ") ? name : `@${name}`;
}

/** What somebody wrote, on one line in quotation marks that nothing in it can close. */
export function quoteAll(text: string): string {
  return `“${text.replace(/\s+/g, " ").replace(UNSEEN, "").replace(/[“”„]/g, "'").trim()}”`;
}

/** At most `length` characters, on a word's end where there is one, with an ellipsis when something was left out. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  // Half an emoji would be shown as a broken character.
  const cut = text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, "");
  const space = cut.lastIndexOf(" ");
  return `${(space > length / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
