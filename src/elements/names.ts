import { UserError } from "../base/errors.ts";
import { clip, lengthOf, shortName } from "../base/words.ts";
import { isReserved } from "../models/marks/marks.ts";
import { quoted } from "../text/measures.ts";
import { sentences } from "../text/sentences.ts";
import type { Text } from "../text/text.ts";

const words = sentences("names", {
  none: "Give the character a name, such as name:Ada.",
  tooLong: "A name can have {most, number} characters; this one has {length, number}. Shorten it by {over, number}.",
  better: "A name can have letters, digits, spaces, - and _, so {name} won't work. Write it as {better}.",
  another: "A name can have letters, digits, spaces, - and _, so {name} won't work. Choose another, such as Ada.",
  reserved:
    "Choose another name, such as Ada: in a prompt, @{name} is {kind, select, video {the video} start {the first frame} end {the last frame} other {a reference picture}} that goes along.",
});

/** The longest name in characters, as of `element_name`: https://docs.evolink.ai/en/api-manual/video-series/kling/kling-custom-element */
export const LONGEST_NAME = 20;

/**
 * A name that is typed may have twelve characters for each of its own: one may become three in capitals, and composing
 * makes one of four at most (NFC; unicode.org/reports/tr15). What is longer than these is no name, and is not composed:
 * a long run of marks takes the square of its length.
 */
export const LONGEST_TYPED = 12 * LONGEST_NAME;

/** Words with one space between; a mark that begins one would change the letter before the space in the short form. */
const ALLOWED = /^[\p{L}\p{M}\p{Nd}_-]+(?: [\p{L}\p{Nd}_-][\p{L}\p{M}\p{Nd}_-]*)*$/u;
/** What is none of it, and the letters that show nothing: they would look like a space, and be none. */
const FORBIDDEN = /(?:[^\p{L}\p{M}\p{Nd} _-]|[\u115f\u1160\u3164\uffa0])+/gu;
/** White space of any kind that a keyboard or a copied text has. */
const SPACES = /[\p{Zs}\t\r\n]+/gu;

/**
 * The name as it is looked for: case, spaces and the way that accents are coded make no difference. By way of the capitals,
 * which is how Unicode folds case where one letter has several: `STRASSE` is `Straße`. Of what is too long for a name
 * the beginning, which is too long as well.
 */
export function keyOf(name: string): string {
  // A character takes up to two of the string's own units.
  const begun = bare(name)
    .replace(SPACES, "")
    .slice(0, 2 * (LONGEST_TYPED + 1));
  return begun.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

/**
 * A new character's name, without the `@`: 1–20 letters of any script, digits, - and _, in words with a space between.
 * Prompts write it without the spaces (`shortName`), so that `@Name` ends somewhere. Throws UserError for anything else.
 */
export function readName(typed: string): string {
  const written = bare(typed).replace(SPACES, " ").trim();
  const name = lengthOf(written) > LONGEST_TYPED ? written : written.normalize("NFC");
  const length = lengthOf(name);
  const refuse = (sentence: Text) => new UserError(sentence, { option: "name" });
  if (length === 0) throw refuse(words.none);
  if (length > LONGEST_NAME) {
    const over = length - LONGEST_NAME;
    throw refuse(words.tooLong({ length, over, most: LONGEST_NAME }));
  }
  if (!isName(name)) {
    const better = name.replace(FORBIDDEN, "_").replace(/^[_ ]+|[_ ]+$/g, "");
    const said = quoted(clip(name));
    throw refuse(isName(better) ? words.better({ name: said, better }) : words.another({ name: said }));
  }
  if (isReserved(keyOf(name))) throw refuse(words.reserved({ name: shortName(name), kind: reservedKind(keyOf(name)) }));
  return name;
}

function isName(name: string): boolean {
  return ALLOWED.test(name) && name.search(FORBIDDEN) < 0 && /[\p{L}\p{Nd}]/u.test(name);
}

function reservedKind(key: string): "video" | "start" | "end" | "other" {
  return key === "video" || key === "start" || key === "end" ? key : "other";
}

/** Without the sign, and space around it. */
export function bare(name: string): string {
  return name.trim().replace(/^[@＠]/u, "");
}
