import { choiceOf, readMeanings } from "../../../chat/line/meanings.js";
import { placeFiles, takesFile } from "../../../chat/line/places.js";
import { tokenize } from "../../../chat/line/tokens.js";

/**
 * How the page reads a line: by the server's own grammar.
 * @import { Reading } from "../../../chat/line/types.ts"
 * @typedef {import("../base/api.js").Command} Command
 * @typedef {import("../base/api.js").Option} Option
 * @typedef {{ command: Command | undefined, name: string, end: number, readings: Reading[] }} Line
 */

/**
 * The command that a line begins with, up to `end`, and what the parts of the line after it mean.
 * @param {string} text
 * @param {readonly Command[]} commands
 * @param {{ typing?: boolean }} [how]
 * @returns {Line | undefined} nothing where the line is no command
 */
export function readLine(text, commands, how = {}) {
  const head = readHead(text, commands);
  if (!head) return undefined;
  const { options = {}, lacks = {} } = head.command ?? {};
  const readings = readMeanings(tokenize(text, { ...how, from: head.end }), { ...options, ...lacks });
  return { ...head, readings };
}

/**
 * The command that a line begins with; its name may be two words.
 * @param {string} text
 * @param {readonly Command[]} commands
 */
function readHead(text, commands) {
  const [, first, second] = /^\s*\/([^\s/]+)(\s+\S+)?/.exec(text) ?? [];
  if (first === undefined) return undefined;
  const end = text.indexOf("/") + 1 + first.length;
  const both = `${first} ${second?.trim() ?? ""}`;
  const pair = commands.find(({ name }) => name === both.toLowerCase());
  if (pair) return { command: pair, name: both, end: end + (second?.length ?? 0) };
  return { command: commands.find(({ name }) => name === first.toLowerCase()), name: first, end };
}

/**
 * The options that a line gives or begins to give, by name.
 * @param {Line} line
 */
export function namedOptions({ readings }) {
  return new Set(readings.flatMap((one) => ("option" in one ? [one.option] : [])));
}

/**
 * The options that a file can fill and the line doesn't give otherwise, each with the one of the attached files that
 * goes there.
 * @param {Line} line
 * @param {readonly string[]} files their names
 * @returns {{ option: Option, file: number | undefined }[]}
 */
export function slots({ command, readings }, files) {
  const options = command?.options ?? {};
  const given = Object.fromEntries(readings.flatMap((one) => (one.is === "given" ? [[one.option, one.value]] : [])));
  const places = placeFiles(files, options, given);
  return Object.values(options).flatMap((option) => {
    const file = places.indexOf(option.name);
    if (!takesFile(option) || (file < 0 && Object.hasOwn(given, option.name))) return [];
    return [{ option, file: file < 0 ? undefined : file }];
  });
}

/**
 * The pictures and videos that go along with a line and have a name in its prompt, with the file where one is attached.
 * @param {Line} line
 * @param {readonly string[]} files their names
 * @returns {{ mark: string, option: Option, file: string | undefined }[]}
 */
export function marksGiven(line, files) {
  const places = new Map(slots(line, files).map(({ option, file }) => [option.name, file]));
  const named = namedOptions(line);
  return Object.values(line.command?.options ?? {}).flatMap((option) => {
    const { name, mark } = option;
    const file = places.get(name);
    if (mark === undefined || (file === undefined && !named.has(name))) return [];
    return [{ mark, option, file: file === undefined ? undefined : files[file] }];
  });
}

/**
 * As much of the line as can be a command's name: the first word, and the next where names go on.
 * @param {string} text
 * @param {readonly Command[]} commands
 */
function commandPart(text, commands) {
  const [first = ""] = /^\/\S*/.exec(text) ?? [];
  const goesOn = commands.some(({ name }) => name.startsWith(`${first.slice(1).toLowerCase()} `));
  return goesOn ? (/^\/\S* ?\S*/.exec(text)?.[0] ?? first) : first;
}

/**
 * What is being typed at the caret.
 * @param {string} text
 * @param {number} caret
 * @param {readonly Command[]} commands
 * @returns {{ at: "command", word: string, from: number, to: number }
 *   | { at: "value", line: Line, option: Option, word: string, from: number, to: number }
 *   | { at: "name", line: Line, word: string, from: number, to: number }
 *   | undefined}
 */
export function atCaret(text, caret, commands) {
  if (!text.startsWith("/")) return undefined;
  const head = commandPart(text, commands);
  if (caret <= head.length) return { at: "command", word: text.slice(1, caret), from: 0, to: head.length };
  const line = readLine(text, commands, { typing: true });
  if (!line?.command) return undefined;
  const reading = line.readings.find((one) => one.from < caret && caret <= one.to);
  if (!reading) return { at: "name", line, word: "", from: caret, to: caret };
  const option = reading.is === "given" ? line.command.options[reading.option] : undefined;
  if (reading.is === "given" && option && reading.value !== true && reading.valueFrom > reading.from) {
    const { valueFrom, token, to } = reading;
    if (caret >= valueFrom) {
      return { at: "value", line, option, word: text.slice(valueFrom, caret), from: valueFrom, to };
    }
    // Between `duration:` and a word that would be its value, were nothing put there.
    if (caret > token.to || (caret === token.to && token.sign === ":")) {
      return { at: "value", line, option, word: "", from: caret, to: caret };
    }
  }
  const { from, token } = reading;
  return { at: "name", line, word: text.slice(from, caret), from, to: token.to };
}

/** What can stand in a name, before the caret and after it. */
const NAME_BEFORE = /(?:^|[^\p{L}\p{M}\p{Nd}<@])@([\p{L}\p{M}\p{Nd}_-]*)$/u;
const NAME_AFTER = /^[\p{L}\p{M}\p{Nd}_-]*/u;

/**
 * What the server is asked for what could be meant at the caret: a name of the cast after an `@`, or the value of an
 * option that takes a name or a job.
 * @param {string} text
 * @param {number} caret
 * @param {readonly Command[]} commands
 * @returns {{ of: "element" | "job", line: Line, command: string, option: string, sign: "@" | "", begun: string, from: number,
 *   to: number } | undefined}
 */
export function askedAtCaret(text, caret, commands) {
  const place = atCaret(text, caret, commands);
  if (!place || place.at === "command" || !place.line.command) return undefined;
  const { line } = place;
  const { name: command, options } = place.line.command;
  const all = Object.values(options);
  const option = place.at === "value" ? place.option : all.find(({ rest }) => rest);
  if (option?.completes === "element" || (place.at === "value" && option?.completes === "job")) {
    const begun = place.word.replace(/^["“@]+/, "");
    const of = option.completes === "job" ? "job" : "element";
    return { of, line, command, option: option.name, sign: "", begun, from: place.from, to: place.to };
  }
  const [, begun] = NAME_BEFORE.exec(text.slice(0, caret)) ?? [];
  const taker = all.find(({ completes }) => completes === "element");
  if (begun === undefined || !taker) return undefined;
  const after = NAME_AFTER.exec(text.slice(caret))?.[0] ?? "";
  const span = { from: caret - begun.length - 1, to: caret + after.length };
  return { of: "element", line, command, option: taker.name, sign: "@", begun, ...span };
}

/**
 * The same for two lines that ask for the same in other words: `/video a boat 8s --sound` and
 * `/video prompt:"a boat" duration:8 sound:true`. Files don't count: a button's line has none.
 * @param {string} text
 * @param {readonly Command[]} commands
 */
export function gist(text, commands) {
  const line = readLine(text, commands);
  if (!line) return text;
  const options = line.command?.options ?? {};
  /** @type {string[]} */
  const words = [];
  /** @type {string[]} */
  const values = [];
  for (const reading of line.readings) {
    const option = "option" in reading ? options[reading.option] : undefined;
    if (reading.is === "words" || (reading.is === "given" && option?.rest)) {
      // Quotation marks are lost where words are read between them, and kept where they are escaped.
      words.push(
        ...String(reading.value)
          .replace(/["“”„]/g, " ")
          .trim()
          .split(/\s+/),
      );
    } else if (reading.is === "given" && option && !takesFile(option)) {
      values.push(`${option.name}:${plainValue(option, reading.value)}`);
    }
  }
  return JSON.stringify([line.name.toLowerCase(), words, values.sort()]);
}

/**
 * The value however it was written: `8s` is 8, `turbo` is `kling-turbo`.
 * @param {Option} option
 * @param {string | true} value
 */
function plainValue(option, value) {
  if (option.kind === "flag") return /^(no|off|false|n|0)$/i.test(String(value)) ? "no" : "yes";
  if (option.unit !== undefined) return Number.parseInt(String(value), 10);
  return choiceOf(option, String(value)) ?? value;
}
