import { el, icon, isPicture } from "../base/dom.js";
import { size, words } from "../base/words.js";
import { readLine } from "../line/line.js";
import { createCard } from "./card.js";

/**
 * @typedef {import("../base/api.js").Message} Message
 * @typedef {{ commands: readonly import("../base/api.js").Command[],
 *   press(button: import("../base/api.js").Button, message: Message): void }} Around
 */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

/**
 * One message of the channel, as an article that can change in place.
 * @param {Message} first
 * @param {Around} around
 */
export function createMessage(first, around) {
  let shown = first;
  const card = first.card && createCard((button) => around.press(button, shown));
  const at = new Date(first.createdAt);
  const name = el("span", { class: "author" }, first.author.name);
  const time = el("time", { datetime: at.toISOString(), title: WHOLE.format(at) }, CLOCK.format(at));
  const header = el("header", {}, name, first.author.bot && el("span", { class: "badge" }, words("bot")), time);
  const body = el("div", { class: "body" }, header);
  if (first.private) body.append(el("p", { class: "only-you" }, icon("eye"), words("onlyYou")));
  if (first.said) body.append(...drawSaid(first.said, around));
  if (card) body.append(card.root);
  const label = words("saidAt", { name: first.author.name, time: CLOCK.format(at) });
  const root = el("article", { class: "message", "aria-label": label, "data-id": first.id }, drawAvatar(first), body);
  if (first.private) root.dataset.private = "";
  const message = {
    root,
    /** What it shows now. */
    get shown() {
      return shown;
    },
    /** @param {Message} next */
    update(next) {
      if (next.updatedAt < shown.updatedAt) return;
      shown = next;
      if (next.card) card?.update(next.card);
    },
  };
  message.update(first);
  return message;
}

/** @param {Message} message */
function drawAvatar({ author }) {
  if (author.bot) return el("img", { class: "avatar", src: "/playground/page/icon.svg", alt: "" });
  const avatar = el("span", { class: "avatar", "aria-hidden": "true" }, author.name.slice(0, 1));
  avatar.dataset.who = author.id;
  return avatar;
}

/**
 * @param {NonNullable<Message["said"]>} said
 * @param {Around} around
 */
function drawSaid({ line, files }, { commands }) {
  const drawn = [];
  if (line) drawn.push(drawLine(line, commands));
  if (files.length > 0) drawn.push(el("ul", { class: "files", "aria-label": words("files") }, ...files.map(drawFile)));
  return drawn;
}

/**
 * What was typed; a command's name and options in their own colours.
 * @param {string} line
 * @param {readonly import("../base/api.js").Command[]} commands
 */
function drawLine(line, commands) {
  const read = readLine(line, commands);
  if (!read) return el("p", { class: "said" }, line);
  const head = line.slice(0, read.end);
  const paragraph = el("p", { class: "said said-command" }, el("span", { class: "said-name" }, head));
  let end = head.length;
  for (const reading of read.readings) {
    paragraph.append(line.slice(end, reading.from));
    const text = line.slice(reading.from, reading.to);
    paragraph.append(reading.is === "given" ? drawOption(reading, text) : text);
    end = reading.to;
  }
  paragraph.append(line.slice(end));
  return paragraph;
}

/**
 * @param {import("../../../chat/line/types.ts").Given} given
 * @param {string} text
 */
function drawOption({ from, valueFrom }, text) {
  const split = valueFrom - from;
  return el("span", { class: "said-option" }, el("b", {}, text.slice(0, split)), text.slice(split));
}

/** @param {import("../base/api.js").SaidFile} file */
function drawFile(file) {
  const chip = el(
    "li",
    { class: "file-chip" },
    icon("file"),
    el("span", {}, file.name),
    el("small", {}, size(file.bytes)),
  );
  if (!isPicture(file.name)) return chip;
  const picture = el("img", {
    src: file.src,
    alt: file.name,
    title: `${file.name} · ${size(file.bytes)}`,
    height: 120,
  });
  const item = el("li", { class: "file-picture" }, picture);
  picture.addEventListener("error", () => item.replaceWith(chip));
  return item;
}
