/**
 * The grammar of a typed line, second half: what its tokens mean by a command's options. Written in JavaScript, since the
 * playground's page loads this very file.
 * @import { Meanings, Meant, Reading, Token } from "./types.ts"
 */

import { asRatio, readAtEnds } from "./ends.js";

/** What a flag is told by; any other word behind it is none of its own. */
export const ANSWER = /^(?:yes|no|on|off|true|false)$/i;

/**
 * What each part of a line means, in order: `name:value`, `--name value`, `--name` for yes, `--no-name`, `--value` of the one
 * choice that has it (`--turbo`); before and behind the words of the first line a value alone where only one option can mean
 * it (`8s`, `9:16`), and plain words that mean one (`no sound`); or words. Between words nothing else is taken out of them.
 * @param {readonly Token[]} tokens
 * @param {Meanings} options
 * @returns {Reading[]}
 */
export function readMeanings(tokens, options) {
  /** @type {Reading[]} */
  const readings = [];
  let firstLine = true;
  let inFirstLine = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = /** @type {Token} */ (tokens[at]);
    firstLine &&= !token.space.includes("\n");
    const following = tokens[at + 1];
    const next = following && !isNamed(following, options) ? following : undefined;
    const reading = isNamed(token, options) ? readNamed(token, next, options) : wordsIn(token);
    // The next token was its value.
    if (next && reading.to === next.to) at += 1;
    readings.push(reading);
    if (firstLine) inFirstLine = readings.length;
  }
  const first = readings.slice(0, inFirstLine);
  return [...readAtEnds(first, options), ...readings.slice(inFirstLine)];
}

/**
 * @param {Token} token
 * @returns {import("./types.ts").Words}
 */
function wordsIn(token) {
  const { from, to } = token;
  return { is: "words", token, from, to, value: wordOf(token) };
}

/**
 * Whether its name is meant as one. Only two real dashes say so by themselves: a long one may be part of a sentence.
 * @param {Token} token
 * @param {Meanings} options
 */
function isNamed({ name, sign }, options) {
  if (name === undefined) return false;
  if (sign === "--" || optionOf(name, options) !== undefined) return true;
  return sign === ":" ? lastOf(name, options) !== undefined : havingChoice(name, options).length > 0;
}

/**
 * @param {Token} token
 * @param {Token | undefined} next what can be its value, if it has none itself
 * @param {Meanings} options
 * @returns {Reading}
 */
function readNamed(token, next, options) {
  const { name = "", sign, value, quoted, from, to, valueFrom, text } = token;
  const option = optionOf(name, options);
  if (option === undefined) {
    const denied =
      sign === "--" && value === "" && name.startsWith("no-") ? optionOf(name.slice(3), options) : undefined;
    if (denied !== undefined && options[denied]?.kind === "flag") {
      return { is: "given", option: denied, value: "no", from, to, valueFrom: from, token };
    }
    const choice = text.replace(/^[-‐‑–—−]{1,2}/, "");
    const [only, ...others] = havingChoice(choice, options);
    if (only === undefined || others.length > 0) return { is: "unknown", name, token, from, to };
    return { is: "given", option: only, value: choice, from, to, valueFrom: from, token };
  }
  const own = { is: /** @type {const} */ ("given"), option, value, from, to, valueFrom, token };
  if (value !== "" || quoted) return own;
  const apart = next && { ...own, value: wordOf(next), to: next.to, valueFrom: next.from };
  // `duration: 5`, as people type it; what follows a bare `prompt:` is the rest anyway.
  if (sign === ":") return (options[option]?.rest ? undefined : apart) ?? own;
  const isFlag = options[option]?.kind === "flag";
  if (isFlag && !(next && ANSWER.test(wordOf(next)))) return { ...own, value: true };
  return apart ?? { is: "unvalued", option, token, from, to };
}

/**
 * A token whose name means nothing is a word like others.
 * @param {Token} token
 */
function wordOf({ name, value, text }) {
  return name === undefined ? value : text;
}

/**
 * A line asks for each of its words, so the names are put together once.
 * @type {WeakMap<Meanings, ReadonlyMap<string, string>>}
 */
const known = new WeakMap();

/**
 * The options by all the names that they are typed by; an option's own name before another one's.
 * @param {Meanings} options
 */
export function namesOf(options) {
  const there = known.get(options);
  if (there) return there;
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const name of Object.keys(options))
    for (const one of options[name]?.also ?? []) if (!names.has(one)) names.set(one, name);
  for (const name of Object.keys(options)) names.set(name, name);
  known.set(options, names);
  return names;
}

/**
 * The option that `--said` names, by its own name or another one; `--end-image` is as good as `--end_image`.
 * @param {string} said
 * @param {Meanings} options
 */
export function optionOf(said, options) {
  const names = namesOf(options);
  const own = names.get(said) ?? names.get(said.replaceAll("-", "_"));
  if (own !== undefined) return own;
  const [first] = numbersOf(said);
  return first !== undefined && options[first]?.refusal !== undefined ? first : undefined;
}

/**
 * `reference1` to `reference9`, of any of them or of what goes on behind them; nothing of a name without a number.
 * @param {string} name
 */
function numbersOf(name) {
  const [, stem] = /^([a-z_]+)\d{1,3}$/.exec(name) ?? [];
  return stem === undefined ? [] : Array.from({ length: 9 }, (_, index) => `${stem}${index + 1}`);
}

/**
 * Of a name with a number, as of `reference9`, the last option that there is of such: `reference7`.
 * @param {string} name
 * @param {Meanings} options
 */
export function lastOf(name, options) {
  return numbersOf(name).findLast((one) => Object.hasOwn(options, one) && options[one]?.refusal === undefined);
}

/**
 * The options that have a value of that name.
 * @param {string} value
 * @param {Meanings} options
 */
function havingChoice(value, options) {
  const said = value.toLowerCase();
  return Object.keys(options).filter((name) => {
    const option = options[name];
    return choiceOf(option, said) !== undefined || (option?.choices && option.atEnds?.includes(said));
  });
}

/**
 * The choice that a word means, by its own name or another one.
 * @param {Meant | undefined} option
 * @param {string} word
 */
export function choiceOf(option, word) {
  const { choices = [], aliases = {}, spellings = {} } = option ?? {};
  const said = asRatio(word.toLowerCase());
  const own = choices.find((value) => value === said);
  const others = [aliases, spellings].find((ways) => Object.hasOwn(ways, said));
  return own ?? others?.[said];
}
