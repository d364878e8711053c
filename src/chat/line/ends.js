/**
 * What stands before and behind the words of a line and means an option there. Written in JavaScript, since the
 * playground's page loads this very file.
 * @import { Meanings, Meant, Reading, Token } from "./types.ts"
 */

/** What may stand behind a value or a word that another one follows: `a boat, 8s, 9:16`. */
const COMMA = /[,;]$/;
const MARK = /[,;.]$/;

/**
 * The readings of a line with what stands before and behind all words read as what it means there.
 * @param {Reading[]} readings
 * @param {Meanings} options
 * @returns {Reading[]}
 */
export function readAtEnds(readings, options) {
  const opening = readings.find((one) => one.is === "words" && optionAtEnd(one.token, options) === undefined);
  const word = opening?.is === "words" ? opening.value.toLowerCase() : undefined;
  const alone = Object.fromEntries(
    Object.entries(options).filter(([, { aloneAfter }]) => aloneAfter === undefined || aloneAfter === word),
  );
  const begun = readEnd(readings, alone, "first");
  return readEnd(begun, alone, "last");
}

/**
 * @param {readonly Reading[]} all
 * @param {Meanings} options
 * @param {"first" | "last"} end
 * @returns {Reading[]}
 */
function readEnd(all, options, end) {
  const readings = [...all];
  const step = end === "first" ? 1 : -1;
  let taken = false;
  /** @type {Set<string>} */
  const plainly = new Set();
  for (let at = end === "first" ? 0 : readings.length - 1; at >= 0 && at < readings.length; at += step) {
    const reading = /** @type {Reading} */ (readings[at]);
    if (reading.is === "given" && !options[reading.option]?.rest) continue;
    if (reading.is !== "words") break;
    const { token, from, to, value } = reading;
    // A word that goes before values: `auto 12s a heist`.
    if (end === "first" && Object.values(options).some(({ aloneAfter }) => aloneAfter === value.toLowerCase()))
      continue;
    const option = optionAtEnd(token, options);
    if (option !== undefined) {
      readings[at] = { is: "given", option, value: token.text.replace(MARK, ""), from, to, valueFrom: from, token };
      taken = true;
      continue;
    }
    const plain = plainAt(readings, at, options, end);
    // Each is taken once, so that a line of nothing else is soon read.
    if (plain && !plainly.has(plain.option)) {
      const { reading: meant, from: begin, count } = plain;
      plainly.add(plain.option);
      readings.splice(begin, count, meant);
      at = begin;
      taken ||= meant.is === "given";
      if (meant.is === "given") continue;
    } else if (end === "last" && taken && !token.quoted && COMMA.test(token.text)) {
      // The comma before a value isn't one of the words.
      const text = token.text.replace(COMMA, "");
      readings[at] = { ...reading, token: { ...token, text }, value: text };
    }
    break;
  }
  return readings;
}

/**
 * Plain words at an end of the line that mean an option, one or two of them, or may mean it. Words that are all there is
 * stay words.
 * @param {readonly Reading[]} readings
 * @param {number} at where the outermost of the words stands
 * @param {Meanings} options
 * @param {"first" | "last"} end
 * @returns {{ option: string, reading: Reading, from: number, count: number } | undefined}
 */
function plainAt(readings, at, options, end) {
  const others = readings.filter((one) => one.is === "words").length;
  for (const count of [2, 1]) {
    const from = end === "first" ? at : at - count + 1;
    const parts = readings.slice(Math.max(0, from), from + count);
    if (from < 0 || parts.length < count || others <= count) continue;
    if (!parts.every((one) => one.is === "words" && !one.token.quoted)) continue;
    const [first, last] = /** @type {import("./types.ts").Words[]} */ ([parts[0], parts.at(-1)]);
    const written = parts.map((one) => one.token.text).join(" ");
    const said = written.toLowerCase().replace(MARK, "");
    const [meant, ...more] = Object.keys(options).flatMap((option) => {
      const plain = plainOf(options[option], said);
      return plain ? [{ option, ...plain }] : [];
    });
    if (!first || !last || !meant || more.length > 0) continue;
    const { option, value, needs } = meant;
    const [before, after] = [readings[from - 1], readings[from + count]];
    const beside = [before, after].some((one) => isValue(one, options));
    const apart = end === "first" ? COMMA.test(written) : before?.is === "words" && COMMA.test(before.token.text);
    const place = { from: first.from, to: last.to };
    const token = { ...first.token, text: written, to: last.to };
    if ((needs === undefined && end === "last") || beside || (apart && needs !== "value")) {
      return { option, reading: { is: "given", option, value, ...place, valueFrom: first.from, token }, from, count };
    }
    // A sentence may well begin so: “8 seconds of rain”.
    if (needs === "value" || end === "first") continue;
    return { option, reading: { is: "words", token, ...place, value: written, may: { option, value } }, from, count };
  }
  return undefined;
}

/**
 * Whether a part of the line gives an option, or would at an end.
 * @param {Reading | undefined} reading
 * @param {Meanings} options
 */
function isValue(reading, options) {
  if (reading?.is === "given") return !options[reading.option]?.rest;
  return reading?.is === "words" && optionAtEnd(reading.token, options) !== undefined;
}

/**
 * What plain words mean for an option: those that it names, and `8 sec` of one with a unit.
 * @param {Meant | undefined} option
 * @param {string} said in small letters
 * @returns {import("./types.ts").Plain | undefined}
 */
function plainOf(option, said) {
  const { plain = {}, unit, atEnds = [], refusal } = option ?? {};
  if (refusal !== undefined) return undefined;
  if (Object.hasOwn(plain, said)) return plain[said];
  const [, number, word = ""] = /^(\d+) ([a-z]+)$/.exec(said) ?? [];
  if (unit === undefined || number === undefined || (word !== unit && !atEnds.includes(word))) return undefined;
  return { value: number, needs: "comma" };
}

/**
 * The one option that a word means which stands before or behind all others.
 * @param {Token} token
 * @param {Meanings} options
 */
function optionAtEnd({ text, quoted }, options) {
  const said = asRatio(text.toLowerCase().replace(MARK, ""));
  const meant = Object.keys(options).filter((name) => {
    const option = options[name];
    return isValueOf(option, said) || isNearly(option, said);
  });
  return quoted || meant.length > 1 ? undefined : meant[0];
}

/**
 * Of choices only what nobody writes in a sentence: `9:16`, `16x9` and `1080p`, never `image`.
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

/**
 * `16x9` and `16×9` as `16:9`.
 * @param {string} said
 */
export function asRatio(said) {
  return said.replace(/^(\d{1,2}(?:\.\d{1,2})?)[x×∶：](\d{1,2})$/, "$1:$2");
}
