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

/** When an id of ours, or what is named after one, was made: milliseconds since 1970. Undefined for any other text. */
export function timeOf(id: string): number | undefined {
  const [, time] = /^[a-z]+_([0-9a-z]{9})[0-9a-z]{10}(?![0-9a-z])/.exec(id) ?? [];
  if (time === undefined || /[ilou]/.test(time)) return undefined;
  return [...time].reduce((sum, char) => sum * 32 + ALPHABET.indexOf(char), 0);
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
