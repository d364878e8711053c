import { UserError } from "../../base/errors.ts";
import type { Command } from "../../chat/command/command.ts";
import type { OptionMap } from "../../chat/command/option.ts";
import type { RawValue } from "../../chat/contract/invocation.ts";
import { parseLine } from "../../chat/line/line.ts";

/** Reads a line as the command would, without running it. Throws the UserError that the command would throw. */
export function readLine(command: Command, line: string): Record<string, RawValue> {
  const raw = parseLine(line, command.options, []);
  checkValues(command, raw);
  return raw;
}

/** Throws the UserError of the first value that its option can't read. */
export function checkValues({ options }: Command, raw: Readonly<Record<string, RawValue>>): void {
  for (const [name, value] of Object.entries(raw)) options[name]?.read(value, name);
}

/** Nobody makes more mistakes in one line and wants them put right for them. */
const MOST_MISTAKES = 8;
/** So many letters may be wrong in a word that is still known for what it was meant to be. */
const TYPOS = 2;

/** One word of a line, a quoted part being one, with the space before it. */
const WORD = /\s*(?:[^\s"“”„]*["“”„][^"“”„]*["“”„]|\S+)/g;

/**
 * A line that can't be read, put right to be copied: a misspelt name or value is the one that it is nearest to, a
 * number is brought within its bounds, and what can't be saved is left out. Undefined when nothing helps.
 */
export function mendLine(command: Command, line: string): string | undefined {
  let mended = line;
  for (let tries = 0; tries < MOST_MISTAKES; tries += 1) {
    try {
      readLine(command, mended);
      return mended.trim();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const next = mendOne(command.options, mended, error.option);
      if (next === undefined || next === mended) return undefined;
      mended = next;
    }
  }
  return undefined;
}

function mendOne(options: OptionMap, line: string, about: string | undefined): string | undefined {
  // Space at the end would be tried from each place in it.
  const words = line.trimEnd().match(WORD) ?? [];
  if (about === undefined) return mendName(options, words);
  const at = words.flatMap((word, index) => (means(word, about, options) ? [index] : []));
  const last = at.at(-1);
  if (last === undefined) return undefined;
  // `--duration 8`: the value is the next word.
  const apart = /^\s*(?:--|[—–])[\w-]+$/.test(words[last] ?? "") && options[about]?.kind !== "flag";
  const value = at.length > 1 ? undefined : nearest(options, about, writtenIn(words, last, apart));
  const put = value === undefined ? "" : `${/^\s*/.exec(words[last] ?? "")?.[0] ?? ""}${about}:${value}`;
  return words.toSpliced(last, apart ? 2 : 1, put).join("");
}

/** A name that no option has, put right or left out. */
function mendName(options: OptionMap, words: readonly string[]): string | undefined {
  for (const [index, word] of words.entries()) {
    const [, before = "", name = "", after = ""] = /^(\s*)--([\w-]+)(.*)$/s.exec(word) ?? [];
    const known = (said: string) => Object.hasOwn(options, said.replaceAll("-", "_"));
    const chosen = Object.values(options).filter((option) => option.names(name)).length;
    if (name === "" || known(name) || chosen === 1) continue;
    const meant = closest(name.toLowerCase(), Object.keys(options));
    return words.toSpliced(index, 1, meant === undefined ? "" : `${before}--${meant}${after}`).join("");
  }
  return undefined;
}

function means(word: string, name: string, options: OptionMap): boolean {
  const said = /^\s*(?:(?:--|[—–])([\w-]+)|([a-z]\w*):)/i.exec(word);
  const written = (said?.[1] ?? said?.[2])?.toLowerCase().replaceAll("-", "_");
  return written === name || options[name]?.claims(word.trim()) === true;
}

function writtenIn(words: readonly string[], at: number, apart: boolean): string {
  const written = apart
    ? (words[at + 1] ?? "")
    : (words[at] ?? "").replace(/^\s*(?:(?:--|[—–])?[a-z][\w-]*[:=])?/i, "");
  return written.trim().replace(/^["“”„]|["“”„]$/g, "");
}

/** The value that was meant, where that can be told. */
function nearest(options: OptionMap, name: string, said: string): string | undefined {
  const option = options[name];
  if (option?.choices) return closest(said.toLowerCase(), option.choices);
  const number = Number.parseInt(said, 10);
  if (option?.kind !== "integer" || Number.isNaN(number)) return undefined;
  return String(Math.min(option.max ?? number, Math.max(option.min ?? number, number)));
}

function closest(said: string, words: readonly string[]): string | undefined {
  const most = Math.min(TYPOS, said.length - 1);
  const [best] = words.map((word) => ({ word, off: distance(said, word) })).sort((a, b) => a.off - b.off);
  return best && best.off <= most ? best.word : undefined;
}

/** How many letters must be changed, added or left out to make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const changed = (row[j] ?? 0) + Number(letter !== other);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
