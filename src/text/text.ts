/**
 * What somebody is told, before it is in any language: plain JSON data, so that it can be kept in a row, stand in
 * another sentence, and be read later in the language of whoever reads it. `render` makes a string of it, at the edge.
 * What has no language is a string: a name, a line that was typed, a prompt.
 */
export type Text = string | Sentence | Joined | List | Moment | Worth;

/** A message of the catalogue by its key, and what is put into it. Made by `sentences`, never by hand. */
export interface Sentence {
  /** `namespace.key`. */
  readonly key: string;
  readonly params?: Readonly<Record<string, Text | number>>;
}

/** Several texts, one after another. */
export interface Joined {
  readonly joined: readonly Text[];
  /** A paragraph has an empty line before it; `dot` puts “ · ” between short notes, `space` stands between sentences. */
  readonly by: "paragraph" | "line" | "space" | "dot";
}

/** “a, b, and c”, “a, b, or c”. */
export interface List {
  readonly list: readonly Text[];
  readonly as: "and" | "or";
}

/** A point in time, in milliseconds since 1970, as the clocks of that time zone show it. */
export interface Moment {
  readonly moment: number;
  /** With it, all days from `moment` to this one. */
  readonly until?: number;
  /** An IANA name: `Europe/Vienna`. */
  readonly timeZone: string;
  /** “December 1”, “December 1, 2026”, “Dec 1, 2:05 PM”. */
  readonly as: "day" | "date" | "minute";
}

/**
 * An amount, and in parentheses what it is worth in money for a reader who is told a price of one: “27 credits ($0.38)”.
 * With nothing as the amount, the money alone; for others, the amount alone.
 */
export interface Worth {
  /** How many of what the reader's price is of. */
  readonly worth: number;
  readonly amount: Text;
  /** A rate is one that is multiplied, and has a digit more. */
  readonly as: "sum" | "rate";
}

type Part = Text | false | undefined;

/** With an empty line between; what is false, undefined or empty is left out, as in the next three. */
export function paragraphs(...parts: readonly Part[]): Text {
  return join("paragraph", parts);
}

/** One below the other. */
export function lines(...parts: readonly Part[]): Text {
  return join("line", parts);
}

/** Sentences that make one paragraph. */
export function spaced(...parts: readonly Part[]): Text {
  return join("space", parts);
}

/** Short notes in one line: “Kling 3.0 · 8 s · 1080p”. */
export function dotted(...parts: readonly Part[]): Text {
  return join("dot", parts);
}

function join(by: Joined["by"], parts: readonly Part[]): Text {
  const [first, ...more] = parts.filter((part): part is Text => part !== undefined && part !== false && part !== "");
  return first === undefined ? "" : more.length === 0 ? first : { joined: [first, ...more], by };
}

/** “kling-3, kling-o3, and kling-turbo”. */
export function allOf(list: readonly Text[]): Text {
  return { list, as: "and" };
}

/** “16:9, 9:16, or 1:1”. */
export function anyOf(list: readonly Text[]): Text {
  return { list, as: "or" };
}

/** “December 1”: a day of this year. */
export function dayOf(time: number, timeZone = "UTC"): Text {
  return { moment: time, timeZone, as: "day" };
}

/** “December 1, 2026”. */
export function dateOf(time: number, timeZone = "UTC"): Text {
  return { moment: time, timeZone, as: "date" };
}

/** “December 1 – 20, 2026”; one day alone where both are of the same. */
export function datesOf(from: number, until: number, timeZone = "UTC"): Text {
  return { moment: from, until, timeZone, as: "date" };
}

/** “Dec 1, 2:05 PM”. */
export function minuteOf(time: number, timeZone = "UTC"): Text {
  return { moment: time, timeZone, as: "minute" };
}
