import { UserError } from "../../base/errors.ts";
import { optionOf } from "./meanings.js";
import { takesFile } from "./places.js";
import type { CheckedOption, Meanings, Reading, Words } from "./types.ts";

/** More words than any command without a prompt has options. */
const MOST_WORDS = 24;
/** What only an option takes that takes any words. */
const ANYTHING = "~";

/**
 * The words of a command that has no prompt, each as what it can mean alone: an option's name with its value behind it
 * (`quality 1080p`), or a value that one option only can read (`@Ada 20`). What fits none, or several, stays words.
 */
export function byPosition(readings: readonly Reading[], options: Meanings): Reading[] {
  if (readings.filter(({ is }) => is === "words").length > MOST_WORDS) return [...readings];
  const named = byName(readings, options);
  for (let index = nextByValue(named, options); index >= 0; index = nextByValue(named, options)) {
    const words = named[index] as Words;
    const [option = ""] = takersOf(words, named, options);
    named[index] = given(words, option, words);
  }
  return named;
}

/** The readings with each name of an option joined to the value behind it. */
function byName(readings: readonly Reading[], options: Meanings): Reading[] {
  const joined: Reading[] = [];
  for (let at = 0; at < readings.length; at += 1) {
    const reading = readings[at] as Reading;
    const next = readings[at + 1];
    const option = reading.is === "words" && !reading.token.quoted ? nameIn(reading, options) : undefined;
    if (reading.is !== "words" || option === undefined) joined.push(reading);
    // `quality 1080p`, whose value has been understood by itself.
    else if (next?.is === "given" && next.option === option) continue;
    else if (next?.is === "words") {
      joined.push(given(reading, option, next));
      at += 1;
    } else if (options[option]?.kind === "flag") joined.push({ ...given(reading, option, reading), value: true });
    else
      joined.push({
        is: "unvalued",
        option,
        token: { ...reading.token, name: option },
        from: reading.from,
        to: reading.to,
      });
  }
  return joined;
}

function nameIn({ value }: Words, options: Meanings): string | undefined {
  const option = optionOf(value.toLowerCase(), options);
  return option === undefined || options[option]?.refusal !== undefined ? undefined : option;
}

/** The first words that one option alone can read; -1 where there are none. */
function nextByValue(readings: readonly Reading[], options: Meanings): number {
  return readings.findIndex((one) => one.is === "words" && takersOf(one, readings, options).length === 1);
}

/** The options not given yet that can read the words, of those that don't read anything. */
function takersOf({ value }: Words, readings: readonly Reading[], options: Meanings): string[] {
  const taken = new Set(readings.flatMap((one) => ("option" in one ? [one.option] : [])));
  return Object.keys(options).filter((name) => {
    const option = options[name];
    if (taken.has(name) || option?.refusal !== undefined || option?.kind === "flag" || takesFile(option)) return false;
    return canRead(option, value, name) && !canRead(option, ANYTHING, name);
  });
}

function canRead(option: CheckedOption | undefined, value: string, name: string): boolean {
  try {
    return option?.read !== undefined && option.read(value, name) !== undefined;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function given({ token, from }: Words, option: string, { value, to, from: valueFrom }: Words) {
  return { is: "given" as const, option, value, from, to, valueFrom, token };
}
