import type { Font } from "./font.ts";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Marks above and below one letter that a line has room for. */
const MOST_MARKS = 2;

/** Characters that shape others or steer their direction, and controls: nothing to see, and no glyph needed. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu;

/** A name is looked at so far, in characters: marks without end would take the square of their number to put in order. */
const LONGEST = 200;

/** Of an id, when it has to stand for a name: the end is what differs between two. */
const ID_ENDING = 6;

/**
 * The name as the fonts can write it: what they have no glyph for is left out. Undefined where less than half of the
 * letters would be left.
 */
export function writable(name: string, font: Font): string | undefined {
  const clean = name.slice(0, LONGEST).toWellFormed().normalize("NFC").replace(UNSEEN, "");
  const written = [...graphemes.segment(clean)]
    .map(({ segment }) => segment)
    .filter((segment) => [...segment].every((one) => /\s/.test(one) || font.has(one.codePointAt(0) ?? 0)))
    .map((segment) => [...segment].slice(0, 1 + MOST_MARKS).join(""))
    .join("")
    .replace(/\s+/g, " ")
    .trim();
  const letters = (text: string) => (text.match(/[\p{L}\p{N}]/gu) ?? []).length;
  return letters(written) > 0 && letters(written) * 2 >= letters(clean) ? written : undefined;
}

/** The end of a member's id, where it has to stand for a name. */
export function ending(id: string): string {
  const known = id.replace(/[^\w-]/g, "");
  return known.length > ID_ENDING ? `…${known.slice(-ID_ENDING)}` : known;
}

/** As much of the text as is at most so wide, whole characters, with an ellipsis where something was left out. */
export function cut(text: string, widest: number, size: number, font: Font): string {
  if (font.width(text, size) <= widest) return text;
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    if (font.width(`${kept}${segment}…`, size) > widest) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
