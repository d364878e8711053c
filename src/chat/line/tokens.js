/**
 * The grammar of a typed line, first half: which tokens it has. Written in JavaScript, since the playground's page loads
 * this very file. Every pattern is tried at one place and takes time in proportion to what it takes in.
 * @import { Token } from "./types.ts"
 */

const SPACE = /\s*/y;
/**
 * `--name`, `--name=`, whatever a phone makes of one of the two dashes; a long one by itself only before a letter, since
 * `—9` may be part of a sentence.
 */
const DASHED_NAME = /(?<dashes>(?:-[-‐‑–—−]|[‐‑–—−]-)(?=[a-z\d])|[—–](?=[a-z]))(?<name>[\w-]+)[:=：]?/iy;
/** `name:`, `name=`, and the wide colon of some keyboards. */
const COLON_NAME = /(?<name>[a-z]\w*)[:=：]/iy;
/** Straight, as phones and word processors curl it, or another language's. The mark behind the closing one belongs to the sentence around. */
const QUOTED =
  /(?:"(?:[^"\\]|\\.)*"|[“”„‟](?:[^“”„‟\\]|\\.)*[“”„‟]|[«»](?:[^«»\\]|\\.)*[«»]|[「」『』](?:[^「」『』\\]|\\.)*[「」『』])(?=[\s.,;:!?]|$)/sy;
/** A quote that is still being typed. */
const OPEN_QUOTE =
  /(?:"(?:[^"\\]|\\.)*|[“”„‟](?:[^“”„‟\\]|\\.)*|[«»](?:[^«»\\]|\\.)*|[「」『』](?:[^「」『』\\]|\\.)*)$/sy;
const BARE = /\S*/y;
const IN_QUOTES = /^["“”„‟«»「」『』].*["“”„‟«»「」『』]$/s;

/**
 * The tokens of a line from a place on, in order; nothing of it is left out but white space at its end. While it is
 * `typing`, a value's quote that nothing closes yet goes on to the end.
 * @param {string} line
 * @param {{ from?: number, typing?: boolean }} [how]
 * @returns {Token[]}
 */
export function tokenize(line, { from = 0, typing = false } = {}) {
  const tokens = [];
  for (let at = from; at < line.length; ) {
    const token = readToken(line, at, typing);
    if (token.text === "") break;
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

/**
 * @param {string} line
 * @param {number} at
 * @param {boolean} typing
 * @returns {Token}
 */
function readToken(line, at, typing) {
  const space = take(SPACE, line, at)?.[0] ?? "";
  const from = at + space.length;
  const named = take(DASHED_NAME, line, from) ?? take(COLON_NAME, line, from);
  const valueFrom = from + (named?.[0].length ?? 0);
  const closed = take(QUOTED, line, valueFrom)?.[0];
  const open = typing && named && closed === undefined ? take(OPEN_QUOTE, line, valueFrom)?.[0] : undefined;
  const written = closed ?? open ?? take(BARE, line, valueFrom)?.[0] ?? "";
  const inside = IN_QUOTES.test(written) ? written.slice(1, -1) : open?.slice(1);
  const to = valueFrom + written.length;
  const value = inside?.replace(/\\(.)/gs, "$1") ?? written;
  const token = { space, from, to, text: line.slice(from, to), value, valueFrom, quoted: inside !== undefined };
  const { name, dashes } = named?.groups ?? {};
  if (name === undefined) return token;
  return { ...token, name: name.toLowerCase(), sign: dashes === undefined ? ":" : dashes.length === 2 ? "--" : "—" };
}

/**
 * Tries a pattern at one place of the line.
 * @param {RegExp} pattern sticky
 * @param {string} line
 * @param {number} at
 */
function take(pattern, line, at) {
  pattern.lastIndex = at;
  return pattern.exec(line);
}
