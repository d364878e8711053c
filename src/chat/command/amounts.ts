import { UserError } from "../../base/errors.ts";
import { clip } from "../../base/words.ts";
import { isTimeZone } from "../../credits/period.ts";
import { inCredits, parseCredits, type Units, units } from "../../credits/units.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import { allOf, type Text } from "../../text/text.ts";
import { type Option, written } from "./option.ts";

const words = sentences("amounts", {
  count: "{name} takes a whole number from 1 to {most, number}, or off, not {said}.",
  timeZone: "{name} takes a place such as Europe/Berlin or UTC, not {said}.",
  several: "{name} takes any of {choices}, or off; not {said}.",
  negative: "Write {name} as 20 or 7.5: {said} is less than nothing.",
  notAnAmount: "Write {name} as 20 or 7.5: {said} isn't a valid amount.",
  decimals: "Write {name} with four decimals at most: {said} has more.",
  tooMuch: "Write {name} as 20 or 7.5: the most is {most}.",
  nothing: "Write {name} as 20 or 7.5: it has to be more than 0.",
});

/** The most credits that one command can be about. */
const MOST = units(1_000_000 * 10_000);

/** A limit that is taken away. */
export type Off = "off";

/** Credits, more than none and with at most four decimals. */
export function amount(description: Text): Option<Units> {
  return typed(description, (said, name) => readAmount(said, name, "some"));
}

/** Credits, none included, or `off` for no limit. */
export function limit(description: Text): Option<Units | Off> {
  return typed(description, (said, name) => (isOff(said) ? "off" : readAmount(said, name, "any")));
}

/** A whole number from 1, or `off` for no limit. */
export function countLimit(description: Text, most: number): Option<number | Off> {
  return typed(description, (said, name) => {
    if (isOff(said)) return "off";
    const value = /^\d+$/.test(said) ? Number(said) : 0;
    if (value >= 1 && value <= most) return value;
    throw new UserError(words.count({ name, most, said: quoted(clip(said)) }), { option: name });
  });
}

/** An IANA time zone. */
export function timeZone(description: Text): Option<string> {
  return typed(description, (said, name) => {
    if (said !== "" && isTimeZone(said)) return said;
    throw new UserError(words.timeZone({ name, said: quoted(clip(said)) }), { option: name });
  });
}

/** Several of a few words, with spaces or commas between, or `off` for all of them. */
export function several<const Word extends string>(
  description: Text,
  choices: readonly Word[],
): Option<readonly Word[] | Off> {
  return typed(description, (said, name) => {
    if (isOff(said)) return "off";
    const given = said
      .toLowerCase()
      .split(",")
      .map((part) => part.trim())
      .filter(Boolean);
    // A word may have a space of its own: `element create`.
    const read = given.flatMap((part) => (choices.some((word) => word === part) ? [part] : part.split(/\s+/)));
    const wrong = read.find((one) => !choices.some((word) => word === one));
    if (wrong !== undefined || read.length === 0) {
      const sentence = words.several({ name, choices: allOf(choices), said: quoted(clip(wrong ?? said)) });
      throw new UserError(sentence, { option: name });
    }
    return choices.filter((word) => read.includes(word));
  });
}

function readAmount(said: string, name: string, least: "some" | "any"): Units {
  const fail = (say: (params: { name: string; said: Text; most: Text }) => Text) =>
    new UserError(say({ name, said: quoted(clip(said)), most: inCredits(MOST) }), { option: name });
  if (/^-/.test(said)) throw fail(words.negative);
  if (!/^\d+(\.\d+)?$/.test(said)) throw fail(words.notAnAmount);
  if (/\.\d{5,}$/.test(said)) throw fail(words.decimals);
  const value = parseCredits(said);
  if (value === undefined || value > MOST) throw fail(words.tooMuch);
  if (value === 0 && least === "some") throw fail(words.nothing);
  return value;
}

function isOff(said: string): boolean {
  return /^(off|none|no|any|all)$/i.test(said);
}

/** An option that is typed as words and read by its own rule. */
function typed<T>(description: Text, read: (said: string, name: string) => T): Option<T> {
  return { kind: "text", description, read: written(read) };
}
