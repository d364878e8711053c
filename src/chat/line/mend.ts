import { UserError } from "../../base/errors.ts";
import type { RawValue } from "../contract/invocation.ts";
import { parseLine, readLine } from "./line.ts";
import { lastOf } from "./meanings.js";
import { nearestOf } from "./nearest.ts";
import type { CheckedOption, Reading } from "./types.ts";

/** Options of which each can tell whether a value is one of its own; what is refused by name needs no telling. */
type Checked = Readonly<Record<string, CheckedOption>>;

/** Reads a line as the command would, without running it. Throws the UserError that the command would throw. */
export function readChecked(options: Checked, line: string): Record<string, RawValue> {
  const raw = parseLine(line, options, []);
  checkValues(options, raw);
  return raw;
}

/** Throws the UserError of the first value that its option can't read. */
export function checkValues(options: Checked, raw: Readonly<Record<string, RawValue>>): void {
  for (const [name, value] of Object.entries(raw)) options[name]?.read?.(value, name);
}

/** Nobody makes more mistakes in one line and wants them put right for them. */
const MOST_MISTAKES = 8;
/** So many letters may be wrong in a word that is still known for what it was meant to be. */
const TYPOS = 2;

/**
 * A line that can't be read, put right to be copied: a misspelt name or value is the one that it is nearest to, a
 * number is brought within its bounds, and what can't be saved is left out. Undefined when nothing helps.
 */
export function mendLine(options: Checked, line: string): string | undefined {
  let mended = line;
  for (let tries = 0; tries < MOST_MISTAKES; tries += 1) {
    try {
      readChecked(options, mended);
      return mended.trim();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const next = mendOne(options, mended, error.option);
      if (next === undefined || next === mended) return undefined;
      mended = next;
    }
  }
  return undefined;
}

function mendOne(options: Checked, line: string, about: string | undefined): string | undefined {
  const readings = readLine(line, options);
  if (about === undefined) {
    const unknown = readings.find((one) => one.is === "unknown");
    if (!unknown) return undefined;
    const names = Object.keys(options).filter((name) => options[name]?.refusal === undefined);
    const meant = lastOf(unknown.name, options) === undefined ? meantBy(unknown.name, names) : undefined;
    const [dashes = "", after = ""] = unknown.token.text.toLowerCase().split(unknown.name);
    return put(line, unknown, meant && `${dashes}${meant}${after}`);
  }
  const given = readings.filter((one) => (one.is === "given" || one.is === "unvalued") && one.option === about);
  const last = given.at(-1);
  if (!last) return undefined;
  const value = last.is === "given" && given.length === 1 ? nearest(options[about], String(last.value)) : undefined;
  return put(line, last, value && `${about}:${value}`);
}

/** The line with other words in the place of a part; without any, the space before it goes too. */
function put(line: string, { from, to, ...part }: Reading, words: string | undefined): string {
  return words === undefined
    ? line.slice(0, from - part.token.space.length) + line.slice(to)
    : line.slice(0, from) + words + line.slice(to);
}

/** The value that was meant, where that can be told. */
function nearest(option: CheckedOption | undefined, said: string): string | undefined {
  // What others make, too, is no guess of ours: it may not be had here.
  const usual = option?.choices?.filter((value) => !option.atEnds?.includes(value));
  if (usual) return meantBy(said.toLowerCase(), usual);
  const number = Number.parseInt(said, 10);
  if (option?.kind !== "integer" || Number.isNaN(number)) return undefined;
  return String(Math.min(option.max ?? number, Math.max(option.min ?? number, number)));
}

/** The word that was meant, when few enough of its letters are wrong. */
function meantBy(said: string, words: readonly string[]): string | undefined {
  return nearestOf(said, words, Math.min(TYPOS, said.length - 1));
}
