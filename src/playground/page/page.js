import { about as askAbout, history, Refused, say, suggestions, watch } from "./base/api.js";
import { byId, el, icon } from "./base/dom.js";
import { words } from "./base/words.js";
import { createChannel } from "./channel/channel.js";
import { drawWelcome } from "./channel/welcome.js";
import { createComposer } from "./composer/composer.js";
import { gist } from "./line/line.js";

/**
 * @typedef {import("./base/api.js").Message} Message
 * @typedef {import("./base/api.js").Button} Button
 */

const AS_KEY = "reelay-acting-as";
const THEME_KEY = "reelay-theme";

const connection = byId("connection");
/** @type {import("./base/api.js").About} */
const about = await reachable(askAbout);
let actingAs =
  about.members.find(({ id }) => id === localStorage.getItem(AS_KEY))?.id ?? about.members[0]?.id ?? "member";
/** @type {string | undefined} the oldest message shown, when there are earlier ones */
let oldest;
/** @type {() => void} */
let stopWatching = () => undefined;

const channel = createChannel({ commands: about.commands, press });
const composer = createComposer({
  limitBytes: about.fileLimitBytes,
  commands,
  actingAs: () => actingAs,
  spoken: () => channel.all().flatMap(({ author, said }) => (author.id === actingAs && said?.line ? [said.line] : [])),
  find: ({ command, option, begun }) => suggestions({ as: actingAs, command, option, begun }).catch(none),
  onSent: (messages) => {
    show(messages);
    channel.toEnd();
  },
});

/**
 * One can do without completion, and the page says elsewhere when Reelay can't be reached.
 * @param {unknown} error
 * @returns {{ value: string, label: string }[]}
 */
function none(error) {
  if (error instanceof Refused) return [];
  throw error;
}

/** The commands of whom one acts as: others don't see those for admins. */
function commands() {
  const admin = about.members.some((member) => member.admin && member.id === actingAs);
  return about.commands.filter((command) => admin || !command.adminOnly);
}

/** @param {readonly Message[]} messages */
function show(messages) {
  channel.show(messages);
  byId("welcome").hidden = channel.all().length > 0;
}

function enter() {
  stopWatching();
  channel.clear();
  const viewer = actingAs;
  const current = () => viewer === actingAs;
  stopWatching = watch(viewer, {
    async onOpen() {
      const { messages, more } = await reachable(() => history(viewer));
      if (!current()) return;
      // After a long absence the newest page may not reach back to what is shown: then start over.
      const known = new Set(channel.all().map(({ id }) => id));
      if (known.size > 0 && more && !messages.some(({ id }) => known.has(id))) channel.clear();
      if (known.size === 0 || channel.all().length === 0) oldest = more ? messages[0]?.id : undefined;
      show(messages);
      byId("earlier").hidden = oldest === undefined;
      connection.textContent = "";
    },
    onLost() {
      if (current()) connection.textContent = words("lost");
    },
    onMessage: (message) => current() && show([message]),
  });
}

/**
 * @param {Button} button
 * @param {Message} message the one that holds the button
 */
async function press(button, message) {
  const line = `/${button.line}`;
  const files = filesOf(line, message);
  if (button.does === "edit") return composer.edit(line, files);
  try {
    const said = { as: actingAs, line, files: files.map(({ id }) => id), nonce: crypto.randomUUID(), pressed: true };
    const { messages } = await say(said);
    show(messages);
    channel.toEnd();
  } catch (error) {
    byId("problem").textContent = error instanceof Refused ? error.message : words("unsent");
  }
}

/**
 * A line carries no files, so they are taken from where it was last said before the card.
 * @param {string} line
 * @param {Message} message
 */
function filesOf(line, message) {
  const wanted = gist(line, about.commands);
  const said = channel
    .all()
    .findLast((one) => one.id < message.id && one.said && gist(one.said.line, about.commands) === wanted);
  return said?.said?.files ?? [];
}

/**
 * Asks until there is an answer; the page can do nothing without it.
 * @template Answer
 * @param {() => Promise<Answer>} question
 * @returns {Promise<Answer>}
 */
async function reachable(question) {
  for (;;) {
    try {
      return await question();
    } catch (error) {
      connection.textContent = error instanceof Refused ? error.message : String(error);
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }
}

function drawActing() {
  const choices = about.members.map(({ id, name }) => {
    const onChange = () => {
      actingAs = id;
      localStorage.setItem(AS_KEY, id);
      drawCommands();
      enter();
      composer.focus();
    };
    const radio = el("input", { type: "radio", name: "acting", value: id, checked: id === actingAs, onChange });
    return el("label", {}, radio, el("span", {}, name));
  });
  byId("acting").append(...choices);
}

function drawCommands() {
  const rows = commands().map(({ name, description }) => {
    const onClick = () => composer.fill(`/${name} `);
    return el(
      "li",
      {},
      el("button", { type: "button", title: description, onClick }, el("b", {}, `/${name}`), description),
    );
  });
  byId("commands").replaceChildren(...rows);
}

function setUpTheme() {
  const root = document.documentElement;
  const isDark = () =>
    (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const draw = () => byId("theme").replaceChildren(icon(isDark() ? "sun" : "moon"));
  byId("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    localStorage.setItem(THEME_KEY, root.dataset.theme);
    draw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
}

byId("earlier").addEventListener("click", async () => {
  const viewer = actingAs;
  const { messages, more } = await reachable(() => history(viewer, oldest));
  if (viewer !== actingAs) return;
  channel.showEarlier(messages);
  oldest = more ? messages[0]?.id : undefined;
  byId("earlier").hidden = oldest === undefined;
});

setUpTheme();
drawActing();
drawCommands();
if (about.notice !== null) {
  byId("notice").textContent = about.notice;
  byId("notice").hidden = false;
}
drawWelcome(about, composer);
enter();
composer.focus();
