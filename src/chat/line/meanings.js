/**
 * The grammar of a typed line, second half: what its tokens mean by a command's options. Written in JavaScript, since the
 * playground's page loads this very file.
 * @import { Meanings, Meant, Reading, Token } from "./types.ts"
 */

/** What a flag is told by; any other word behind it is none of its own. */
const ANSWER = /^(?:yes|no|on|off|true|false)$/i;

/**
 * What each part of a line means, in order: `name:value`, `--name value`, `--name` for yes, `--value` of the one choice
 * that has it (`--turbo`), a value alone where only one option can mean it (`8s`, `9:16`; in the first line; `4k` and
 * `2.5s` only before or behind all words), or words.
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
    const reading = isNamed(token, options)
      ? readNamed(token, next, options)
      : readAlone(token, firstLine ? options : {});
    // The next token was its value.
    if (next && reading.to === next.to) at += 1;
    readings.push(reading);
    if (firstLine) inFirstLine = readings.length;
  }
  return readAtEnds(readings, inFirstLine, options);
}

/**
 * The readings with what stands before and behind all words read as what it means there.
 * @param {Reading[]} readings
 * @param {number} inFirstLine how many of them stand in the first line
 * @param {Meanings} options
 */
function readAtEnds(readings, inFirstLine, options) {
  const [first, last] = [0, readings.length - 1];
  for (const [from, step] of /** @type {const} */ ([
    [first, 1],
    [last, -1],
  ])) {
    for (let at = from; at >= 0 && at < readings.length; at += step) {
      const reading = /** @type {Reading} */ (readings[at]);
      if (reading.is === "given" && !options[reading.option]?.rest) continue;
      const option = reading.is === "words" && at < inFirstLine ? optionAtEnd(reading.token, options) : undefined;
      if (option === undefined) break;
      const { token, from, to } = /** @type {import("./types.ts").Words} */ (reading);
      readings[at] = { is: "given", option, value: token.text, from, to, valueFrom: from, token };
    }
  }
  return readings;
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
 * @param {Meanings} options
 * @returns {Reading}
 */
function readAlone(token, options) {
  const { from, to, text, quoted } = token;
  const [option, ...others] = quoted ? [] : Object.keys(options).filter((one) => claims(options[one], text));
  if (option === undefined || others.length > 0) return { is: "words", token, from, to, value: wordOf(token) };
  return { is: "given", option, value: text, from, to, valueFrom: from, token };
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
    const choice = text.replace(/^(?:--|[—–])/, "");
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
 * The option that `--said` names, by its own name or another one; `--end-image` is as good as `--end_image`.
 * @param {string} said
 * @param {Meanings} options
 */
function optionOf(said, options) {
  const written = [said, said.replaceAll("-", "_")];
  const own = written.find((name) => Object.hasOwn(options, name));
  if (own !== undefined) return own;
  const other = Object.keys(options).find((name) => options[name]?.also?.some((one) => written.includes(one)));
  const [first] = numbersOf(said);
  return other ?? (first !== undefined && options[first]?.refusal !== undefined ? first : undefined);
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
  const { choices = [], aliases = {} } = option ?? {};
  const said = word.toLowerCase();
  return choices.find((value) => value === said) ?? (Object.hasOwn(aliases, said) ? aliases[said] : undefined);
}

/**
 * Whether a word that stands alone can only mean this option, wherever it stands. Of choices only what nobody writes in
 * a sentence: `9:16` and `1080p`, never `image`.
 * @param {Meant | undefined} option
 * @param {string} word
 */
export function claims(option, word) {
  const said = word.toLowerCase();
  if (option?.refusal !== undefined || option?.atEnds?.includes(said)) return false;
  return isValueOf(option, said);
}

/**
 * The one option that a word means which stands before or behind all others.
 * @param {Token} token
 * @param {Meanings} options
 */
function optionAtEnd({ text, quoted }, options) {
  const said = text.toLowerCase();
  const meant = Object.keys(options).filter((name) => {
    const option = options[name];
    return isValueOf(option, said) || isNearly(option, said);
  });
  return quoted || meant.length > 1 ? undefined : meant[0];
}

/**
 * @param {Meant | undefined} option
 * @param {string} said in small letters
 */
function isValueOf(option, said) {
  const { unit, choices = [] } = option ?? {};
  if (unit !== undefined) return said.endsWith(unit) && /^\d+$/.test(said.slice(0, -unit.length));
  return /\d/.test(said) && choices.includes(said);
}

/**
 * A value that others take, or one with a fraction.
 * @param {Meant | undefined} option
 * @param {string} said in small letters
 */
function isNearly(option, said) {
  const { unit, atEnds = [] } = option ?? {};
  if (unit === undefined) return atEnds.includes(said);
  const [, word = ""] = /^\d+(?:[.,]\d+)?([a-z]+)$/.exec(said) ?? [];
  return word === unit || atEnds.includes(word);
}
