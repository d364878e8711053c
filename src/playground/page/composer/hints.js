import { takesFile } from "../../../chat/line/places.js";
import { byId, el, icon } from "../base/dom.js";
import { words } from "../base/words.js";
import { atCaret, namedOptions, readLine, slots } from "../line/line.js";

/**
 * @typedef {import("../base/api.js").Command} Command
 * @typedef {import("../base/api.js").Option} Option
 */

/**
 * The strip above the composer while a command is being typed: what the present word is, and the options left.
 * @param {{ onOption(option: Option): void, onFile(option: Option): void }} press
 */
export function createHints(press) {
  const strip = byId("hints");
  let drawn = "";
  return {
    /**
     * @param {{ text: string, caret: number, files: readonly string[], commands: readonly Command[] }} now
     * @returns {string[]} for each attached file, the option that it is for
     */
    refresh({ text, caret, files, commands }) {
      const line = readLine(text, commands);
      const command = line?.command;
      const place = atCaret(text, caret, commands);
      if (!line || !command || place?.at === "command") {
        strip.hidden = true;
        drawn = "";
        return [];
      }
      const current = currentOption(place, command);
      const used = namedOptions(line);
      const takers = slots(line, files);
      const filled = takers.flatMap(({ option, file }) => (file === undefined ? [] : [option.name]));
      const taken = new Set([...used, ...filled]);
      const state = JSON.stringify([command.name, current?.name, [...used], filled]);
      if (state !== drawn) {
        drawn = state;
        strip.hidden = false;
        const fileChips = takers
          .filter(({ option }) => isNext(option, taken))
          .map(({ option, file }) => drawFile(option, file !== undefined, press.onFile));
        const chips = Object.values(command.options)
          .filter((option) => !takesFile(option) && !used.has(option.name) && !option.rest && isNext(option, taken))
          .map((option) => drawOption(option, press.onOption));
        strip.replaceChildren(
          drawCurrent(command, current),
          el(
            "ul",
            { class: "chips", "aria-label": words("options", { name: `/${command.name}` }) },
            ...fileChips,
            ...chips,
          ),
        );
      }
      return files.map((_, index) => takers.find(({ file }) => file === index)?.option.name ?? words("noRoom"));
    },
  };
}

/**
 * Of options that are numbered, only the next one is offered: `reference2` once there is a `reference1`.
 * @param {Option} option
 * @param {ReadonlySet<string>} taken
 */
function isNext({ name }, taken) {
  const [, stem, number] = /^(\D+)(\d)$/.exec(name) ?? [];
  return number === undefined || number === "1" || taken.has(`${stem}${Number(number) - 1}`);
}

/**
 * @param {ReturnType<typeof atCaret>} place
 * @param {Command} command
 */
function currentOption(place, command) {
  if (place?.at === "value") return place.option;
  return place?.at === "name" && place.word !== ""
    ? Object.values(command.options).find((option) => option.rest)
    : undefined;
}

/**
 * @param {Command} command
 * @param {Option | undefined} current
 */
function drawCurrent(command, current) {
  if (!current)
    return el(
      "p",
      { class: "hint" },
      el("b", { class: "hint-name" }, `/${command.name}`),
      el("span", {}, command.description),
    );
  return el(
    "p",
    { class: "hint" },
    el("b", { class: "hint-name" }, current.name),
    el("span", {}, current.description),
    current.bounds && el("span", { class: "hint-bounds" }, current.bounds),
  );
}

/**
 * @param {Option} option
 * @param {(option: Option) => void} press
 */
function drawOption(option, press) {
  const title = [option.description, option.bounds].filter(Boolean).join(" · ");
  const chip = el("button", { type: "button", class: "chip", title, onClick: () => press(option) }, `${option.name}`);
  return el("li", {}, chip);
}

/**
 * @param {Option} option
 * @param {boolean} filled
 * @param {(option: Option) => void} press
 */
function drawFile(option, filled, press) {
  const chip = el(
    "button",
    {
      type: "button",
      class: "chip chip-file",
      title: option.description,
      "aria-label": words(filled ? "attachedFor" : "attachFor", { name: option.name }),
      "data-filled": filled,
      onClick: () => press(option),
    },
    icon(filled ? "check" : "plus"),
    option.name,
  );
  return el("li", {}, chip);
}
