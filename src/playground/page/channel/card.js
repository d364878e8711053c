import { el, icon } from "../base/dom.js";
import { percent, words } from "../base/words.js";

/**
 * @typedef {import("../base/api.js").Card} Card
 * @typedef {import("../base/api.js").Button} Button
 */

/**
 * A card that can change in place: only the parts that differ are drawn again, so that a playing video, a moving bar
 * and a focused button stay as they are.
 * @param {(button: Button) => void} press
 */
export function createCard(press) {
  const root = el("div", { class: "card" });
  const progress = createProgress();
  /** @type {Map<string, { said: string, node: Element }>} */
  const parts = new Map();

  /**
   * @template Value
   * @param {string} name
   * @param {Value | undefined} value
   * @param {(value: Value) => Element} draw
   * @param {unknown} [sameness] what must stay the same for the part to stay
   */
  function part(name, value, draw, sameness = value) {
    const known = parts.get(name);
    if (value === undefined) {
      known?.node.remove();
      parts.delete(name);
      return;
    }
    const said = JSON.stringify(sameness);
    if (known?.said === said) return;
    const node = draw(value);
    if (known) known.node.replaceWith(node);
    else placeInOrder(root, node, name);
    parts.set(name, { said, node });
  }

  return {
    root,
    /** @param {Card} card */
    update(card) {
      root.dataset.tone = card.tone;
      part("title", card.title, (title) => drawTitle(title, card.tone), [card.title, card.tone]);
      part("text", card.text, drawText);
      part("fields", card.fields?.length ? card.fields : undefined, drawFields);
      part("progress", card.progress, () => progress.root, true);
      if (card.progress) progress.update(card.progress, card.title);
      part("video", card.video, drawVideo, card.video?.hash);
      part(
        "files",
        card.files?.length ? card.files : undefined,
        drawFiles,
        card.files?.map(({ hash }) => hash),
      );
      part("buttons", card.buttons?.length ? card.buttons : undefined, (buttons) => drawButtons(buttons, press));
      part("footer", card.footer, (footer) => el("p", { class: "card-footer" }, footer));
    },
  };
}

const ORDER = ["title", "text", "progress", "video", "fields", "files", "buttons", "footer"];

/**
 * @param {Element} root
 * @param {Element} node
 * @param {string} name
 */
function placeInOrder(root, node, name) {
  const place = String(ORDER.indexOf(name));
  node.setAttribute("data-place", place);
  const next = [...root.children].find((child) => (child.getAttribute("data-place") ?? "") > place);
  root.insertBefore(node, next ?? null);
}

/**
 * @param {string} title
 * @param {Card["tone"]} tone
 */
function drawTitle(title, tone) {
  const mark = tone === "done" ? icon("check") : tone === "bad" ? icon("alert") : undefined;
  const heading = el("h3", { class: "card-title", "data-place": "0" });
  if (mark) heading.append(mark);
  if (tone === "busy") heading.append(el("span", { class: "spinner", "aria-hidden": "true" }));
  heading.append(el("span", {}, title));
  return heading;
}

/** @param {string} text */
function drawText(text) {
  const paragraphs = text.split(/\n{2,}/).map((paragraph) => el("p", {}, paragraph));
  return el("div", { class: "card-text", "data-place": "1" }, ...paragraphs);
}

/** @param {NonNullable<Card["fields"]>} fields */
function drawFields(fields) {
  const pairs = fields.map(({ name, value }) => el("div", {}, el("dt", {}, name), el("dd", {}, value)));
  return el("dl", { class: "card-fields", "data-place": "4" }, ...pairs);
}

/** @param {import("../base/api.js").Video} video */
function drawVideo(video) {
  const player = el("video", {
    src: video.src,
    controls: true,
    playsinline: true,
    preload: "metadata",
    width: video.width,
    height: video.height,
    "aria-label": video.name,
  });
  // Its shape is known before its bytes, so nothing jumps when they come.
  player.style.setProperty("--shape", `${video.width} / ${video.height}`);
  player.style.setProperty("--ratio", String(video.width / video.height));
  return el("figure", { class: "card-video", "data-place": "3" }, player);
}

/** @param {import("../base/api.js").CardFile[]} files */
function drawFiles(files) {
  const drawn = files.map(({ src, name, type, alt }) => {
    const link = el("a", { href: src, download: name });
    if (type.startsWith("image/")) link.append(el("img", { src, alt }));
    else link.append(icon("file"), el("span", {}, name));
    return link;
  });
  return el("div", { class: "card-files", "data-place": "5" }, ...drawn);
}

/**
 * @param {Button[]} buttons
 * @param {(button: Button) => void} press
 */
function drawButtons(buttons, press) {
  const drawn = buttons.map((button) =>
    el(
      "button",
      {
        type: "button",
        class: "button",
        "data-tone": button.tone,
        title: `/${button.line}`,
        onClick: () => press(button),
      },
      button.label,
    ),
  );
  return el("div", { class: "card-buttons", "data-place": "6" }, ...drawn);
}

function createProgress() {
  const fill = el("div", { class: "bar-fill" });
  const bar = el("div", { class: "bar", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": 100 }, fill);
  const done = el("span", { class: "bar-percent" });
  const label = el("span", { class: "bar-label" });
  // The channel reads new messages aloud; a bar that moves every second would talk over them.
  const root = el("div", { class: "progress", "aria-live": "off" }, bar, el("p", { class: "bar-words" }, label, done));
  return {
    root,
    /**
     * @param {import("../base/api.js").Progress} progress
     * @param {string} title
     */
    update({ fraction, label: left }, title) {
      const hundredths = Math.round(Math.min(1, Math.max(0, fraction)) * 100);
      fill.style.transform = `scaleX(${hundredths / 100})`;
      bar.setAttribute("aria-valuenow", String(hundredths));
      bar.setAttribute("aria-valuetext", words("progress", { percent: percent(hundredths / 100), label: left }));
      bar.setAttribute("aria-label", title);
      label.textContent = left;
      done.textContent = percent(hundredths / 100);
    },
  };
}
