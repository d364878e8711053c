import type { Text } from "./text.ts";

/**
 * What stands before a text that is kept as JSON: a control character that nobody types. A column that has had plain
 * strings goes on holding them, and each says what it said, whatever it looks like.
 */
const MARK = "\u001Ftext:";

/** A text as a column of strings keeps it; `readText` gives it back. */
export function storeText(text: Text): string {
  return typeof text === "string" && !text.startsWith(MARK) ? text : `${MARK}${JSON.stringify(text)}`;
}

/** The text that a column holds. What this version can't read is a sentence without a key, which says so when it is said. */
export function readText(stored: string): Text {
  if (!stored.startsWith(MARK)) return stored;
  const read = parse(stored.slice(MARK.length));
  return isText(read) ? read : { key: "" };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Any of the keys of several shapes. */
type KeyOf<Shape> = Shape extends unknown ? keyof Shape : never;

/** Whether it has the shape of a text; that its key is known is another matter. */
export function isText(value: unknown): value is Text {
  if (typeof value === "string") return true;
  if (typeof value !== "object" || value === null) return false;
  const one: Partial<Record<KeyOf<Exclude<Text, string>>, unknown>> = value;
  if (typeof one.key === "string") return one.params === undefined || areParams(one.params);
  if (Array.isArray(one.joined)) return typeof one.by === "string" && one.joined.every(isText);
  if (Array.isArray(one.list)) return typeof one.as === "string" && one.list.every(isText);
  if (typeof one.worth === "number") return typeof one.as === "string" && isText(one.amount);
  return typeof one.moment === "number" && typeof one.timeZone === "string" && typeof one.as === "string";
}

function areParams(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).every((one) => typeof one === "number" || isText(one));
}
