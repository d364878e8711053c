import { byId, el, icon } from "../base/dom.js";
import { createMessage } from "./message.js";

/** @typedef {import("../base/api.js").Message} Message */

/** Messages of one author within this time stand together. */
const TOGETHER_MS = 5 * 60_000;
/** This near to the end, the reader is taken to be at it. */
const NEAR_PX = 80;

const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/**
 * The log: messages in order, each once, however often and in whatever order they come.
 * @param {import("./message.js").Around} around
 */
export function createChannel(around) {
  const log = byId("log");
  const scroller = byId("scroller");
  const jump = byId("jump");
  /** @type {Map<string, ReturnType<typeof createMessage>>} */
  const messages = new Map();
  /** @type {string[]} ids in the order of the channel */
  let order = [];
  let atEnd = true;
  let lastTop = 0;

  jump.prepend(icon("down"));
  jump.addEventListener("click", () => toEnd());
  scroller.addEventListener("scroll", () => {
    const top = scroller.scrollTop;
    // Only who scrolls up leaves the end: a channel that has just grown is far from it too, for a moment.
    if (scroller.scrollHeight - top - scroller.clientHeight < NEAR_PX) atEnd = true;
    else if (top < lastTop) atEnd = false;
    lastTop = top;
    if (atEnd) jump.hidden = true;
  });
  // Whatever makes the channel or the room for it grow, a reader at its end stays there.
  const stay = new ResizeObserver(() => atEnd && toEnd());
  stay.observe(log);
  stay.observe(scroller);

  function toEnd() {
    atEnd = true;
    scroller.scrollTop = scroller.scrollHeight;
    jump.hidden = true;
  }

  /** @param {Message} message */
  function put(message) {
    const known = messages.get(message.id);
    if (known) return known.update(message);
    const made = createMessage(message, around);
    messages.set(message.id, made);
    const nextId = order.find((id) => id > message.id);
    const next = nextId === undefined ? undefined : messages.get(nextId);
    log.insertBefore(made.root, next?.root ?? null);
    order = [...messages.keys()].sort();
    if (!next && !atEnd) jump.hidden = false;
  }

  /** Days between messages, and which of them stand together. */
  function arrange() {
    for (const divider of log.querySelectorAll(".day")) divider.remove();
    /** @type {Message | undefined} */
    let before;
    for (const id of order) {
      const message = messages.get(id);
      if (!message) continue;
      const { shown, root } = message;
      const newDay = !before || !sameDay(before.createdAt, shown.createdAt);
      if (newDay) root.before(drawDay(shown.createdAt));
      root.toggleAttribute("data-follows", !newDay && before !== undefined && together(before, shown));
      before = shown;
    }
  }

  return {
    /** @param {readonly Message[]} some */
    show(some) {
      const count = messages.size;
      for (const message of some) put(message);
      if (messages.size !== count) arrange();
    },
    /**
     * Adds what came before, and keeps what is being read where it is.
     * @param {readonly Message[]} some
     */
    showEarlier(some) {
      const fromEnd = scroller.scrollHeight - scroller.scrollTop;
      atEnd = false;
      this.show(some);
      scroller.scrollTop = scroller.scrollHeight - fromEnd;
    },
    clear() {
      messages.clear();
      order = [];
      log.replaceChildren();
      atEnd = true;
    },
    toEnd,
    /** All that is shown, oldest first. */
    all: () => order.flatMap((id) => messages.get(id)?.shown ?? []),
  };
}

/**
 * @param {Message} before
 * @param {Message} after
 */
function together(before, after) {
  const soon = after.createdAt - before.createdAt < TOGETHER_MS;
  return soon && before.author.id === after.author.id && !before.private && !after.private;
}

/**
 * @param {number} a
 * @param {number} b
 */
function sameDay(a, b) {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** @param {number} at */
function drawDay(at) {
  return el("div", { class: "day", role: "separator" }, el("span", {}, DAY.format(at)));
}
