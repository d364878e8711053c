import { byId, el } from "../base/dom.js";
import { askedAtCaret } from "../line/line.js";
import { suggest, suggestFound } from "./suggest.js";

/**
 * @typedef {import("../base/api.js").Command} Command
 * @typedef {import("./suggest.js").Suggestion} Suggestion
 * @typedef {(what: { command: string, option: string, begun: string }) => Promise<{ value: string, label: string }[]>} Find
 */

const SHOWN_AT_MOST = 12;

/**
 * The list above the composer. The focus stays in the text; the list's active row is told by aria-activedescendant.
 * @param {HTMLTextAreaElement} input
 * @param {{ pick(suggestion: Suggestion): void, find: Find }} around `find` asks the server
 */
export function createCompletion(input, { pick, find }) {
  const list = byId("completion");
  /** @type {Suggestion[]} */
  let suggestions = [];
  let active = -1;
  let dismissed = "";
  /** Counts what was asked for, so that answers that come too late are not shown. */
  let asked = 0;

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
    asked++;
    suggestions = [];
    list.hidden = true;
    list.replaceChildren();
    activate(-1);
  }

  /** @param {ReturnType<typeof suggest>} found */
  function show(found) {
    if (found.suggestions.length === 0 || input.value === dismissed) return close();
    dismissed = "";
    suggestions = found.suggestions.slice(0, SHOWN_AT_MOST);
    list.replaceChildren(...suggestions.map((suggestion, index) => drawRow(suggestion, index, pick)));
    list.hidden = false;
    activate(found.sure ? 0 : -1);
  }

  /**
   * @param {NonNullable<ReturnType<typeof askedAtCaret>>} place
   * @param {readonly string[]} files
   */
  async function showFound(place, files) {
    close();
    const mine = asked;
    const { command, option, begun } = place;
    const found = await find({ command, option, begun });
    if (mine === asked) show(suggestFound(found, place, files));
  }

  return {
    close,
    /**
     * @param {readonly Command[]} commands
     * @param {readonly string[]} files the names of those that are attached
     */
    async refresh(commands, files) {
      const { value: text, selectionStart: caret } = input;
      const place = askedAtCaret(text, caret, commands);
      if (place) await showFound(place, files);
      else show(suggest(text, caret, commands));
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
