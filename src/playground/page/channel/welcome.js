import { byId, el } from "../base/dom.js";

const EXAMPLES = [
  {
    command: "video",
    line: "/video a paper boat on a river",
    title: "A video from words",
    note: "Say what should be seen.",
  },
  {
    command: "animate",
    line: "/animate gentle breeze, the camera moves closer",
    title: "Bring a picture to life",
    note: "Attach a picture: drop it, paste it, or press +.",
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
    el("h2", {}, `Welcome to #${channel}`),
    el("p", {}, "Type a command and the video comes back right here. Try one of these, then press Enter:"),
    el("div", { class: "examples" }, ...examples),
    el("p", { class: "keys" }, el("kbd", {}, "/"), " shows every command, ", el("kbd", {}, "Tab"), " completes it."),
  );
}
