import { Refused, say } from "../base/api.js";
import { byId, icon } from "../base/dom.js";
import { words } from "../base/words.js";
import { createCompletion } from "./completion.js";
import { createHints } from "./hints.js";
import { createTray } from "./tray.js";

/**
 * @typedef {import("../base/api.js").Option} Option
 * @typedef {{ line: string, files: string[], nonce: string }} Unsent
 */

/**
 * The composer: text, files, completion, and the sending. `commands` are those of whom one acts as.
 * @param {{ limitBytes: number, commands(): readonly import("../base/api.js").Command[], actingAs(): string, spoken(): string[],
 *   find: import("./completion.js").Find, onSent(messages: import("../base/api.js").Message[]): void }} around
 *   `spoken`: the member's own lines, oldest first
 */
export function createComposer({ limitBytes, commands, actingAs, spoken, find, onSent }) {
  const input = /** @type {HTMLTextAreaElement} */ (byId("message"));
  const send = byId("send");
  const problem = byId("problem");
  const picker = /** @type {HTMLInputElement} */ (byId("picker"));
  const completion = createCompletion(input, {
    pick: ({ insert, from, to }) => replace(from, to, insert),
    find,
  });
  const hints = createHints({ onOption: addOption, onFile: (option) => pick(option.kind) });
  const tray = createTray({ limitBytes, onChange: refresh });
  /** Where the arrows are in what was said before; -1 when the text is the member's own. */
  let past = -1;
  /** What could not be sent: sent again unchanged, it is the same request. @type {Unsent | undefined} */
  let unsent;

  function refresh() {
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight}px`;
    const { value: text, selectionStart: caret } = input;
    tray.label(hints.refresh({ text, caret, files: tray.names, commands: commands() }));
    completion.refresh(commands(), tray.names);
    send.toggleAttribute("data-ready", text.trim() !== "" || tray.count > 0);
  }

  /** @param {string} text */
  function fill(text) {
    input.value = text;
    input.setSelectionRange(text.length, text.length);
    problem.textContent = "";
    refresh();
    input.focus();
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {string} text
   */
  function replace(from, to, text) {
    const after = text.endsWith(" ") && input.value.slice(to).startsWith(" ") ? to + 1 : to;
    input.setRangeText(text, from, after, "end");
    past = -1;
    refresh();
    input.focus();
  }

  /** @param {Option} option */
  function addOption({ name, kind }) {
    const text = input.value.replace(/\s*$/, " ");
    fill(`${text}${name}:${kind === "flag" ? "yes " : ""}`);
  }

  /** @param {string} [kind] */
  function pick(kind) {
    picker.accept = kind === "image" ? "image/*" : kind === "video" ? "video/*" : "image/*,video/*";
    picker.click();
  }

  async function submit() {
    const line = input.value.trim();
    if (line === "" && tray.count === 0) return;
    if (tray.failed) {
      problem.textContent = words("fileFailed");
      return;
    }
    const taken = tray.take();
    fill("");
    past = -1;
    completion.close();
    /** @type {Unsent | undefined} */
    let draft;
    try {
      const files = await Promise.all(taken.map((file) => file.done));
      draft = { line, files, nonce: nonceFor(line, files) };
      const { messages } = await say({ as: actingAs(), ...draft });
      for (const file of taken) file.release();
      onSent(messages);
    } catch (error) {
      unsent = draft;
      // Nothing of what was typed is lost, and what was typed meanwhile stays too.
      fill([line, input.value].filter(Boolean).join("\n"));
      tray.giveBack(taken);
      problem.textContent = error instanceof Refused ? error.message : words("unsent");
    }
  }

  /**
   * @param {string} line
   * @param {string[]} files
   */
  function nonceFor(line, files) {
    const again = unsent;
    unsent = undefined;
    const same = again?.line === line && JSON.stringify(again.files) === JSON.stringify(files);
    return again && same ? again.nonce : crypto.randomUUID();
  }

  /**
   * Goes through what the member said before, like a shell.
   * @param {KeyboardEvent} event
   */
  function recall(event) {
    const step = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    if (step === 0 || (past === -1 && (step < 0 || input.value !== ""))) return false;
    const lines = spoken().reverse();
    const next = Math.min(past + step, lines.length - 1);
    if (lines.length === 0) return false;
    past = next;
    fill(lines[next] ?? "");
    completion.close();
    return true;
  }

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (completion.takes(event) || recall(event)) {
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      submit();
    }
  });
  input.addEventListener("input", () => {
    past = -1;
    problem.textContent = "";
    refresh();
  });
  input.addEventListener("click", refresh);
  input.addEventListener("keyup", (event) => {
    if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) refresh();
  });
  input.addEventListener("blur", () => completion.close());
  input.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    tray.add(files);
  });
  picker.addEventListener("change", () => {
    tray.add([...(picker.files ?? [])]);
    picker.value = "";
    input.focus();
  });
  byId("attach").append(icon("plus"));
  byId("attach").addEventListener("click", () => pick());
  send.append(icon("send"));
  send.addEventListener("click", submit);
  acceptDrops((files) => tray.add(files));

  return {
    fill,
    focus: () => input.focus(),
    /**
     * Puts a line and its files back to be changed and sent.
     * @param {string} line
     * @param {readonly import("../base/api.js").SaidFile[]} files
     */
    edit(line, files) {
      tray.clear();
      tray.restore(files);
      fill(line);
    },
  };
}

/** @param {(files: File[]) => void} add */
function acceptDrops(add) {
  const veil = byId("drop");
  const holds = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    veil.hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) veil.hidden = true;
  });
  addEventListener("drop", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    veil.hidden = true;
    add([...(event.dataTransfer?.files ?? [])]);
  });
}
