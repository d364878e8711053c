/** @typedef {import("../../words/page.words.ts").Spoken} Spoken */

/**
 * What a sentence takes.
 * @template {keyof Spoken} Key
 * @template Value
 * @typedef {Spoken[Key] extends (params: infer Params) => unknown ? [params: { [Name in keyof Params]: Value }] : []} Given
 */

/** The server has put them into the page, in the reader's language. @type {Record<keyof Spoken, string>} */
const SENTENCES = JSON.parse(document.body.dataset.words ?? "{}");

/** The language that they are in, for numbers beside them. */
const LANGUAGE = document.documentElement.lang;

/**
 * The sentence of that key.
 * @template {keyof Spoken} Key
 * @param {Key} key
 * @param {Given<Key, string>} given
 */
export function words(key, ...given) {
  return pieces(key, ...given).join("");
}

/**
 * The same in pieces, so that what is put in may be an element.
 * @template {keyof Spoken} Key
 * @template {string | Node} Value
 * @param {Key} key
 * @param {Given<Key, Value>} given
 * @returns {(string | Value)[]}
 */
export function pieces(key, ...given) {
  const params = new Map(Object.entries(given[0] ?? {}));
  // Every second piece is the name of what is put in.
  return SENTENCES[key].split(/\{(\w+)\}/).map((piece, at) => (at % 2 === 0 ? piece : (params.get(piece) ?? "")));
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  const digits = bytes < 10_000_000 ? 1 : 0;
  const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${(bytes / 1_000_000).toLocaleString(LANGUAGE, shown)} MB`;
}

/** @param {number} fraction */
export function percent(fraction) {
  return fraction.toLocaleString(LANGUAGE, { style: "percent" });
}
