import { UserError } from "../errors.ts";
import { quote } from "../words.ts";

/** The longest name in characters: the gateway's limit of `element_name` (FACTS, custom element). */
export const LONGEST_NAME = 20;

const ALLOWED = /^[\p{L}\p{M}\p{Nd}_-]+$/u;
const FORBIDDEN = /[^\p{L}\p{M}\p{Nd}_-]+/gu;

/**
 * The name as it is looked for: case and the way that accents are coded make no difference. By way of the capitals,
 * which is how Unicode folds case where one letter has several: `STRASSE` is `Straße`.
 */
export function keyOf(name: string): string {
  return bare(name).normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

/**
 * A new character's name, without the `@`: 1–20 letters of any script, digits, - and _, so that `@Name` in a prompt
 * ends somewhere. Throws UserError for anything else.
 */
export function readName(typed: string): string {
  const name = bare(typed).normalize("NFC");
  const length = [...name].length;
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
