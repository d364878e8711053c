import { takesFile } from "../../../chat/line/places.js";
import { words } from "../base/words.js";
import { atCaret, marksGiven, namedOptions } from "../line/line.js";

/**
 * @typedef {import("../base/api.js").Command} Command
 * @typedef {{ label: string, note: string, insert: string, from: number, to: number }} Suggestion
 */

/**
 * What could be meant at the caret: commands, then names of options, then their values.
 * @param {string} text
 * @param {number} caret
 * @param {readonly Command[]} commands
 * @returns {{ suggestions: Suggestion[], sure: boolean }} `sure` where Enter takes the first one
 */
export function suggest(text, caret, commands) {
  const place = atCaret(text, caret, commands);
  if (!place) return { suggestions: [], sure: false };
  const word = place.word.toLowerCase();
  const { from, to } = place;
  if (place.at === "command") {
    const found = ranked(commands, word, (command) => command.name);
    const suggestions = found.map(({ name, description }) => {
      return { label: `/${name}`, note: description, insert: `/${name} `, from, to };
    });
    return { suggestions, sure: !commands.some((command) => command.name === word) };
  }
  if (place.at === "value") {
    const bare = word.replace(/^["“]/, "");
    const values = place.option.values.filter((value) => value !== bare);
    const found = ranked(values, bare, (value) => value);
    const note = (/** @type {string} */ value) => (value === place.option.standard ? words("standard") : "");
    return {
      suggestions: found.map((value) => ({ label: value, note: note(value), insert: `${quoted(value)} `, from, to })),
      sure: false,
    };
  }
  const bare = word.replace(/^--/, "");
  if (bare === "") return { suggestions: [], sure: false };
  const used = namedOptions(place.line);
  const free = Object.values(place.line.command?.options ?? {}).filter(
    (option) => !used.has(option.name) && !takesFile(option) && option.name.startsWith(bare),
  );
  return {
    suggestions: free.map(({ name, description }) => ({
      label: name,
      note: description,
      insert: `${name}:`,
      from,
      to,
    })),
    sure: false,
  };
}

/**
 * What the server has found for what is being typed, after the files that go along, where a name is what is typed.
 * @param {readonly { value: string, label: string }[]} found
 * @param {NonNullable<ReturnType<typeof import("../line/line.js").askedAtCaret>>} place
 * @param {readonly string[]} files the names of those that are attached
 * @returns {ReturnType<typeof suggest>}
 */
export function suggestFound(found, { of, line, sign, begun, from, to }, files) {
  const word = begun.toLowerCase();
  const marks = sign === "@" ? marksGiven(line, files).filter(({ mark }) => mark.startsWith(word)) : [];
  const values = [...marks.map(({ mark }) => mark), ...found.map(({ value }) => value)];
  const others = found.filter(({ value }) => value !== begun);
  const ofFiles = marks.filter(({ mark }) => mark !== begun);
  return {
    suggestions: [
      ...ofFiles.map(({ mark, option, file }) => {
        return { label: `@${mark}`, note: file ?? option.name, insert: `@${mark} `, from, to };
      }),
      ...others.map(({ value, label }) => {
        const insert = `${sign}${sign ? value : quoted(value)} `;
        if (of === "job") return { label: value, note: label, insert, from, to };
        return { label: `@${value}`, note: label === value ? words("inCast") : label, insert, from, to };
      }),
    ],
    sure: begun !== "" && !values.some((value) => value.toLowerCase() === word),
  };
}

/** @param {string} value */
function quoted(value) {
  return value.includes(" ") ? `"${value}"` : value;
}

/**
 * Those that begin with the word, then those that contain it.
 * @template Thing
 * @param {readonly Thing[]} things
 * @param {string} word
 * @param {(thing: Thing) => string} nameOf
 */
function ranked(things, word, nameOf) {
  const begins = things.filter((thing) => nameOf(thing).startsWith(word));
  const contains = things.filter((thing) => !nameOf(thing).startsWith(word) && nameOf(thing).includes(word));
  return [...begins, ...contains];
}
