import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_CHARS = 9;
const RANDOM_CHARS = 10;

let last = 0;

/**
 * A new id: `g_` and 19 characters of base 32, of which the first nine are the time, so that ids sort by when they
 * were made (those of one process strictly), and ten are random (50 bits), so that nobody guesses one.
 */
export function newId(prefix: string, now: number): string {
  last = Math.max(Math.trunc(now), last + 1);
  return `${prefix}_${base32(last)}${random()}`;
}

function base32(time: number): string {
  let text = "";
  for (let rest = time, i = 0; i < TIME_CHARS; i++, rest = Math.floor(rest / 32))
    text = (ALPHABET[rest % 32] ?? "") + text;
  return text;
}

function random(): string {
  return Array.from(randomBytes(RANDOM_CHARS), (byte) => ALPHABET[byte % 32]).join("");
}
