import { UserError } from "../../base/errors.ts";
import { quote } from "../../base/words.ts";
import { isTimeZone } from "../../credits/period.ts";
import { parseCredits, sayCredits, type Units, units } from "../../credits/units.ts";
import type { Text } from "../../text/text.ts";
import { type Option, written } from "./option.ts";

/** The most credits that one command can be about. */
const MOST = units(1_000_000 * 10_000);

/** A limit that is taken away. */
export type Off = "off";

/** Credits, more than none and with at most four decimals. */
export function amount(description: Text): Option<Units> {
  return typed(description, (said, name) => readAmount(said, name, "more than none"));
}

/** Credits, none included, or `off` for no limit. */
export function limit(description: Text): Option<Units | Off> {
  return typed(description, (said, name) => (isOff(said) ? "off" : readAmount(said, name, "none or more")));
}

/** A whole number from 1, or `off` for no limit. */
export function countLimit(description: Text, most: number): Option<number | Off> {
  return typed(description, (said, name) => {
    if (isOff(said)) return "off";
    const value = /^\d+$/.test(said) ? Number(said) : 0;
    if (value >= 1 && value <= most) return value;
    throw new UserError(`${name} takes a whole number from 1 to ${most}, or off, not ${quote(said)}.`, {
      option: name,
    });
  });
}

/** An IANA time zone. */
export function timeZone(description: Text): Option<string> {
  return typed(description, (said, name) => {
    if (said !== "" && isTimeZone(said)) return said;
    throw new UserError(`${name} takes a place such as Europe/Berlin or UTC, not ${quote(said)}.`, { option: name });
  });
}

/** Several of a few words, with spaces or commas between, or `off` for all of them. */
export function several<const Word extends string>(
  description: Text,
  words: readonly Word[],
): Option<readonly Word[] | Off> {
  return typed(description, (said, name) => {
    if (isOff(said)) return "off";
    const given = said
      .toLowerCase()
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
    // A word may have a space of its own: `element create`.
    const read = given.flatMap((part) => (words.some((word) => word === part) ? [part] : part.split(/\s+/)));
    const wrong = read.find((one) => !words.some((word) => word === one));
    if (wrong !== undefined || read.length === 0) {
      const sentence = `${name} takes ${words.join(", ")}, as many as you like, or off; not ${quote(wrong ?? said)}.`;
      throw new UserError(sentence, { option: name });
    }
    return words.filter((word) => read.includes(word));
  });
}

function readAmount(said: string, name: string, least: "more than none" | "none or more"): Units {
  const fail = (why: string) => new UserError(`${name}: ${why} Write it as 20 or 7.5.`, { option: name });
  if (/^-/.test(said)) throw fail(`${quote(said)} is less than nothing.`);
  if (!/^\d+(\.\d+)?$/.test(said)) throw fail(`${quote(said)} is no number of credits.`);
  if (/\.\d{5,}$/.test(said)) throw fail(`a credit has at most four decimals, ${quote(said)} has more.`);
  const value = parseCredits(said);
  if (value === undefined || value > MOST) throw fail(`that is more than ${sayCredits(MOST)}, the most there can be.`);
  if (value === 0 && least === "more than none") throw fail("it has to be more than 0.");
  return value;
}

function isOff(said: string): boolean {
  return /^(off|none|no|any|all)$/i.test(said);
}

/** An option that is typed as words and read by its own rule. */
function typed<T>(description: Text, read: (said: string, name: string) => T): Option<T> {
  return { kind: "text", description, read: written(read) };
}
