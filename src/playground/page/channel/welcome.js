import { byId, el } from "../base/dom.js";
import { pieces, words } from "../base/words.js";

const EXAMPLES = [
  {
    command: "video",
    line: `/video ${words("boatPrompt")}`,
    title: words("boat"),
    note: words("boatNote"),
  },
  {
    command: "animate",
    line: `/animate ${words("picturePrompt")}`,
    title: words("picture"),
    note: words("pictureNote"),
  },
];

/**
 * What an empty channel says to a newcomer.
 * @param {import("../base/api.js").About} about
 * @param {{ fill(line: string): void }} composer
 */
export function drawWelcome({ commands, channel }, composer) {
  const known = EXAMPLES.filter(({ command }) => commands.some(({ name }) => name === command));
  const examples = known.map(({ line, title, note }) =>
    el(
      "button",
      { type: "button", class: "example", onClick: () => composer.fill(line) },
      el("strong", {}, title),
      el("code", {}, line),
      el("span", { class: "example-note" }, note),
    ),
  );
  byId("welcome").replaceChildren(
    el("img", { src: "/playground/page/icon.svg", alt: "", width: 64, height: 64 }),
    el("h2", {}, words("welcome", { name: channel })),
    el("p", {}, words("begin")),
    el("div", { class: "examples" }, ...examples),
    el("p", { class: "keys" }, ...pieces("keys", { slash: el("kbd", {}, "/"), tab: el("kbd", {}, "Tab") })),
  );
}
