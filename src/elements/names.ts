import { UserError } from "../base/errors.ts";
import { lengthOf, quote } from "../base/words.ts";

/** The longest name in characters, as of `element_name`: https://docs.evolink.ai/en/api-manual/video-series/kling/kling-custom-element */
export const LONGEST_NAME = 20;

/**
 * A name that is typed may have twelve characters for each of its own: one may become three in capitals, and composing
 * makes one of four at most (NFC; unicode.org/reports/tr15). What is longer than these is no name, and is not composed:
 * a long run of marks takes the square of its length.
 */
export const LONGEST_TYPED = 12 * LONGEST_NAME;

const ALLOWED = /^[\p{L}\p{M}\p{Nd}_-]+$/u;
const FORBIDDEN = /[^\p{L}\p{M}\p{Nd}_-]+/gu;

/**
 * The name as it is looked for: case and the way that accents are coded make no difference. By way of the capitals,
 * which is how Unicode folds case where one letter has several: `STRASSE` is `Straße`. Of what is too long for a name
 * the beginning, which is too long as well.
 */
export function keyOf(name: string): string {
  // A character takes up to two of the string's own units.
  const begun = bare(name).slice(0, 2 * (LONGEST_TYPED + 1));
  return begun.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

/**
 * A new character's name, without the `@`: 1–20 letters of any script, digits, - and _, so that `@Name` in a prompt
 * ends somewhere. Throws UserError for anything else.
 */
export function readName(typed: string): string {
  const written = bare(typed);
  const name = lengthOf(written) > LONGEST_TYPED ? written : written.normalize("NFC");
  const length = lengthOf(name);
  const refuse = (sentence: string) => new UserError(sentence, { option: "name" });
  if (length === 0) throw refuse("The character has no name. Give it one, such as name:Ada.");
  if (length > LONGEST_NAME) {
    const over = length - LONGEST_NAME;
    throw refuse(`name is ${length} characters long; an element takes up to ${LONGEST_NAME}. Shorten it by ${over}.`);
  }
  if (!ALLOWED.test(name) || !/[\p{L}\p{Nd}]/u.test(name)) {
    const better = name.replace(FORBIDDEN, "_").replace(/^_+|_+$/g, "");
    const advice = /[\p{L}\p{Nd}]/u.test(better) ? `Write it as ${better}.` : "Take another, such as Ada.";
    throw refuse(`A name is made of letters, digits, - and _, which ${quote(name)} is not. ${advice}`);
  }
  return name;
}

/** Without the sign, and space around it. */
export function bare(name: string): string {
  return name.trim().replace(/^[@＠]/u, "");
}
