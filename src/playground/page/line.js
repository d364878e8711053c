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
  for (const match of text.slice(end).matchAll(WORD)) {
    words.push(readWord(match, end + match.index, command));
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
 * @param {RegExpMatchArray} match
 * @param {number} from
 * @param {Command | undefined} command
 * @returns {Word}
 */
function readWord(match, from, command) {
  const [text, dashed, dashedValue, named, namedValue] = match;
  const said = (dashed ?? named)?.toLowerCase().replaceAll("-", "_");
  const option = command?.options.find((one) => one.name === said);
  if (!option) {
    const alone = command?.options.find((one) => means(one, text));
    return { from, to: from + text.length, text, ...(alone ? { option: alone, value: text, valueFrom: from } : {}) };
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
 * Whether a word that stands alone can only mean this option.
 * @param {Option} option
 * @param {string} word
 */
function means(option, word) {
  const bare = word.replace(/^--/, "").toLowerCase();
  if (option.kind === "integer") return option.name === "duration" && /^\d+s$/.test(bare);
  return option.kind === "choice" && (option.choices ?? []).some((choice) => choice === bare);
}

/**
 * The options that a line names, by name.
 * @param {Line} line
 */
export function namedOptions(line) {
  return new Set(line.words.flatMap((word) => (word.option ? [word.option.name] : [])));
}

/**
 * Which of the attached files goes to which option: in order, to those that the line doesn't name.
 * @param {Command} command
 * @param {number} files how many are attached
 * @returns {{ option: Option, file: number | undefined }[]}
 */
export function slots(command, files) {
  const takers = command.options.filter((option) => option.kind === "image" || option.kind === "video");
  return takers.map((option, index) => ({ option, file: index < files ? index : undefined }));
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

/**
 * The values that an option offers.
 * @param {Option} option
 */
export function valuesOf(option) {
  return option.kind === "flag" ? ["yes", "no"] : (option.choices ?? []);
}

/**
 * What an option takes, in a few words.
 * @param {Option} option
 */
export function bounds(option) {
  const said = [];
  if (option.min !== undefined && option.max !== undefined) said.push(`${option.min} to ${option.max}`);
  const values = valuesOf(option);
  if (values.length > 0) said.push(values.join(", "));
  if (option.maxLength !== undefined) said.push(`at most ${option.maxLength.toLocaleString("en")} characters`);
  if (option.standard !== undefined) said.push(`${option.standard} unless you say otherwise`);
  if (option.required) said.push("needed");
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
