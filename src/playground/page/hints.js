import { byId, el, icon } from "./dom.js";
import { atCaret, bounds, namedOptions, readLine, slots } from "./line.js";

/**
 * @typedef {import("./api.js").Command} Command
 * @typedef {import("./api.js").Option} Option
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
     * @param {{ text: string, caret: number, files: number, commands: readonly Command[] }} now
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
      const takers = slots(command, files);
      const state = JSON.stringify([command.name, current?.name, [...used], files]);
      if (state !== drawn) {
        drawn = state;
        strip.hidden = false;
        const chips = command.options
          .filter(({ kind, name, rest }) => kind !== "image" && kind !== "video" && !used.has(name) && !rest)
          .map((option) => drawOption(option, press.onOption));
        const filesChips = takers.map(({ option, file }) => drawFile(option, file !== undefined, press.onFile));
        strip.replaceChildren(
          drawCurrent(command, current),
          el("ul", { class: "chips", "aria-label": `Options of /${command.name}` }, ...filesChips, ...chips),
        );
      }
      return takers.flatMap(({ option, file }) => (file === undefined ? [] : [option.name]));
    },
  };
}

/**
 * @param {ReturnType<typeof atCaret>} place
 * @param {Command} command
 */
function currentOption(place, command) {
  if (place?.at === "value") return place.option;
  return place?.at === "name" && place.word !== "" ? command.options.find((option) => option.rest) : undefined;
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
  const limits = bounds(current);
  return el(
    "p",
    { class: "hint" },
    el("b", { class: "hint-name" }, current.name),
    el("span", {}, current.description),
    limits && el("span", { class: "hint-bounds" }, limits),
  );
}

/**
 * @param {Option} option
 * @param {(option: Option) => void} press
 */
function drawOption(option, press) {
  const title = [option.description, bounds(option)].filter(Boolean).join(" · ");
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
      "aria-label": filled ? `${option.name}, attached` : `Attach ${option.name}`,
      "data-filled": filled,
      "data-required": option.required,
      onClick: () => press(option),
    },
    icon(filled ? "check" : "plus"),
    option.name,
  );
  return el("li", {}, chip);
}
