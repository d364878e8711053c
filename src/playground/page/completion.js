import { byId, el } from "./dom.js";
import { atCaret, namedOptions, valuesOf } from "./line.js";

/**
 * @typedef {import("./api.js").Command} Command
 * @typedef {{ label: string, note: string, insert: string, from: number, to: number }} Suggestion
 */

const SHOWN_AT_MOST = 12;

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
    const bare = word.replace(/^"/, "");
    const values = valuesOf(place.option).filter((value) => value !== bare);
    const found = ranked(values, bare, (value) => value);
    const note = (/** @type {string} */ value) => (value === place.option.standard ? "unless you say otherwise" : "");
    return {
      suggestions: found.map((value) => ({ label: value, note: note(value), insert: `${value} `, from, to })),
      sure: false,
    };
  }
  const bare = word.replace(/^--/, "");
  if (bare === "") return { suggestions: [], sure: false };
  const used = namedOptions(place.line);
  const free = (place.line.command?.options ?? []).filter(
    ({ name, kind }) => !used.has(name) && kind !== "image" && kind !== "video" && name.startsWith(bare),
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

/**
 * The list above the composer. The focus stays in the text; the list's active row is told by aria-activedescendant.
 * @param {HTMLTextAreaElement} input
 * @param {(suggestion: Suggestion) => void} pick
 */
export function createCompletion(input, pick) {
  const list = byId("completion");
  /** @type {Suggestion[]} */
  let suggestions = [];
  let active = -1;
  let dismissed = "";

  /** @param {number} index */
  function activate(index) {
    active = index;
    for (const [at, row] of [...list.children].entries()) row.setAttribute("aria-selected", String(at === index));
    const row = list.children[index];
    row?.scrollIntoView({ block: "nearest" });
    if (row) input.setAttribute("aria-activedescendant", row.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    suggestions = [];
    list.hidden = true;
    list.replaceChildren();
    activate(-1);
  }

  return {
    close,
    /** @param {readonly Command[]} commands */
    refresh(commands) {
      const found = suggest(input.value, input.selectionStart, commands);
      if (found.suggestions.length === 0 || input.value === dismissed) return close();
      dismissed = "";
      suggestions = found.suggestions.slice(0, SHOWN_AT_MOST);
      list.replaceChildren(...suggestions.map((suggestion, index) => drawRow(suggestion, index, pick)));
      list.hidden = false;
      activate(found.sure ? 0 : -1);
    },
    /**
     * Whether the list has taken the key.
     * @param {KeyboardEvent} event
     */
    takes(event) {
      if (suggestions.length === 0) return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        const from = active === -1 && step === -1 ? suggestions.length : active;
        activate((from + step + suggestions.length) % suggestions.length);
        return true;
      }
      if (event.key === "Escape") {
        dismissed = input.value;
        close();
        return true;
      }
      const chosen = suggestions[event.key === "Tab" ? Math.max(0, active) : active];
      if (!chosen || event.shiftKey || (event.key !== "Tab" && event.key !== "Enter")) return false;
      pick(chosen);
      return true;
    },
  };
}

/**
 * @param {Suggestion} suggestion
 * @param {number} index
 * @param {(suggestion: Suggestion) => void} pick
 */
function drawRow(suggestion, index, pick) {
  const onPointerdown = (/** @type {Event} */ event) => {
    event.preventDefault();
    pick(suggestion);
  };
  return el(
    "div",
    { role: "option", id: `suggestion-${index}`, "aria-selected": "false", onPointerdown },
    el("b", { class: "completion-name" }, suggestion.label),
    el("span", {}, suggestion.note),
  );
}
