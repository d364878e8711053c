import { isVideo } from "./dom.js";

/**
 * How the page reads a line while it is being typed, for colours and hints alone: what it means, the server says.
 * @typedef {import("./api.js").Command} Command
 * @typedef {import("./api.js").Option} Option
 * @typedef {{ from: number, to: number, text: string, option?: Option, value?: string, valueFrom?: number }} Word
 * @typedef {{ command: Command | undefined, name: string, end: number, words: Word[] }} Line
 */

const WORD = /--([\w-]+)(?:[= ](?!-)("(?:[^"\\]|\\.)*"?|\S+))?|([\w-]+):("(?:[^"\\]|\\.)*"?|“[^”]*”?|\S*)|\S+/g;

/**
 * The command and the words after it; a word knows the option that it names.
 * @param {string} text
 * @param {readonly Command[]} commands
 * @returns {Line | undefined} nothing where the line is no command
 */
export function readLine(text, commands) {
  const head = readHead(text, commands);
  if (!head) return undefined;
  const { command, name, end } = head;
  const words = [];
  // A word may be shorter than what matched: then the next begins right after it.
  const pattern = new RegExp(WORD);
  pattern.lastIndex = end;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const word = readWord(match, match.index, command);
    words.push(word);
    pattern.lastIndex = word.to;
  }
  return { command, name, end, words };
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
 * @param {RegExpExecArray} match
 * @param {number} from
 * @param {Command | undefined} command
 * @returns {Word}
 */
function readWord(match, from, command) {
  const [text, dashed, dashedValue, named, namedValue] = match;
  const said = (dashed ?? named)?.toLowerCase().replaceAll("-", "_");
  const option = command?.options.find((one) => one.name === said);
  if (!option) {
    const word = dashed === undefined ? text : `--${dashed}`;
    const alone = command?.options.find((one) => means(one, word));
    const named = alone ? { option: alone, value: word, valueFrom: from } : {};
    return { from, to: from + word.length, text: word, ...named };
  }
  // A flag needs no value: the word after it is not its own.
  if (dashed !== undefined && option.kind === "flag") {
    const short = `--${dashed}`;
    return { from, to: from + short.length, text: short, option, value: "yes" };
  }
  const value = (dashed === undefined ? namedValue : dashedValue) ?? "";
  return { from, to: from + text.length, text, option, value, valueFrom: from + text.length - value.length };
}

/**
 * Whether a word that stands alone can only mean this option: `8s`, `9:16`, `--turbo`.
 * @param {Option} option
 * @param {string} word
 */
function means(option, word) {
  const said = word.toLowerCase();
  const { kind, name, choices = [], aliases = [] } = option;
  if (kind === "integer") return name === "duration" && /^\d+s$/.test(said);
  if (said.startsWith("--")) return [...choices, ...aliases].includes(said.slice(2));
  return /\d/.test(said) && choices.includes(said);
}

/**
 * The options that a line names, by name.
 * @param {Line} line
 */
export function namedOptions(line) {
  return new Set(line.words.flatMap((word) => (word.option ? [word.option.name] : [])));
}

/**
 * Which of the attached files goes to which option: in order, to those that the line doesn't name, a video to a
 * video's place where there is one.
 * @param {Line} line
 * @param {readonly string[]} files their names
 * @returns {{ option: Option, file: number | undefined }[]}
 */
export function slots(line, files) {
  const named = namedOptions(line);
  const takers = (line.command?.options ?? [])
    .filter(({ kind, name }) => takesFile(kind) && !named.has(name))
    .map((option) => ({ option, file: /** @type {number | undefined} */ (undefined) }));
  for (const [index, name] of files.entries()) {
    const kind = isVideo(name) ? "video" : "image";
    const open = takers.filter(({ file }) => file === undefined);
    const taker = open.find(({ option }) => option.kind === kind) ?? open[0];
    if (taker) taker.file = index;
  }
  return takers;
}

/** @param {Option["kind"]} kind */
export function takesFile(kind) {
  return kind === "image" || kind === "video";
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
  const line = readLine(text, commands);
  if (!line?.command) return undefined;
  const word = line.words.find((one) => one.from < caret && caret <= one.to);
  if (word?.option && word.valueFrom !== undefined && word.valueFrom > word.from && caret >= word.valueFrom) {
    const { option, valueFrom } = word;
    return { at: "value", line, option, word: text.slice(valueFrom, caret), from: valueFrom, to: word.to };
  }
  if (!word) return { at: "name", line, word: "", from: caret, to: caret };
  return { at: "name", line, word: text.slice(word.from, caret), from: word.from, to: word.to };
}

/** What can stand in a name, before the caret and after it. */
const NAME_BEFORE = /(?:^|[^\p{L}\p{M}\p{Nd}<@])@([\p{L}\p{M}\p{Nd}_-]*)$/u;
const NAME_AFTER = /^[\p{L}\p{M}\p{Nd}_-]*/u;

/**
 * The name of the cast that is being typed at the caret: after an `@`, or as the value of an option that takes one.
 * @param {string} text
 * @param {number} caret
 * @param {readonly Command[]} commands
 * @returns {{ sign: "@" | "", prefix: string, from: number, to: number } | undefined}
 */
export function nameAtCaret(text, caret, commands) {
  const place = atCaret(text, caret, commands);
  if (!place || place.at === "command") return undefined;
  const options = place.line.command?.options ?? [];
  const option = place.at === "value" ? place.option : options.find(({ rest }) => rest);
  if (option?.completes === "element") {
    return { sign: "", prefix: place.word.replace(/^["“@]+/, ""), from: place.from, to: place.to };
  }
  const [, prefix] = NAME_BEFORE.exec(text.slice(0, caret)) ?? [];
  if (prefix === undefined || !options.some(({ completes }) => completes === "element")) return undefined;
  const after = NAME_AFTER.exec(text.slice(caret))?.[0] ?? "";
  return { sign: "@", prefix, from: caret - prefix.length - 1, to: caret + after.length };
}

/**
 * The values that an option offers.
 * @param {Option} option
 */
export function valuesOf({ kind, choices, completes }) {
  if (kind === "flag") return ["yes", "no"];
  return choices ?? (Array.isArray(completes) ? completes : []);
}

/**
 * What an option takes, in a few words.
 * @param {Option} option
 */
export function bounds(option) {
  const said = [];
  if (option.min !== undefined && option.max !== undefined) said.push(`${option.min} to ${option.max}`);
  const values = valuesOf(option);
  if (values.length > 0) said.push([...values, ...(option.aliases ?? [])].join(", "));
  if (option.maxLength !== undefined) said.push(`at most ${option.maxLength.toLocaleString("en")} characters`);
  if (option.standard !== undefined) said.push(`${option.standard} unless you say otherwise`);
  return said.join(" · ");
}

/**
 * The same for two lines that ask for the same in other words: `/video a boat 8s --sound` and
 * `/video prompt:"a boat" duration:8s sound:true`.
 * @param {string} text
 * @param {readonly Command[]} commands
 */
export function gist(text, commands) {
  const line = readLine(text, commands);
  if (!line) return text;
  const plain = text
    .replace(/^\s*\/\S+/, "")
    .replace(/\\(.)/g, "$1")
    .replace(/["“”„]/g, " ");
  const words = (plain.match(/\S+/g) ?? []).flatMap((word) => gistOf(word, line.command?.options ?? []));
  return [line.name.toLowerCase(), ...words.sort()].join(" ");
}

/**
 * @param {string} word
 * @param {readonly Option[]} options
 */
function gistOf(word, options) {
  const [, dashes, name = "", sign, value = ""] = /^(--)?([a-z]\w*)([:=])?(.*)$/i.exec(word) ?? [];
  const option = dashes || sign ? options.find((one) => one.name === name.toLowerCase()) : undefined;
  if (!option) return [dashes ? word.slice(2) : word];
  if (option.kind === "flag") return [/^(no|off|false|n|0)$/i.test(value) ? `no ${option.name}` : option.name];
  return value === "" ? [] : [value];
}
