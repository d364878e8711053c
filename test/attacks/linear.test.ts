import { describe, expect, it } from "vitest";
import { commands } from "../../commands/index.ts";
import credits from "../../commands/look/credits.ts";
import joinCommand from "../../commands/make/join.ts";
import storyboard from "../../commands/make/storyboard.ts";
import { clip, shorten } from "../../src/base/words.ts";
import { several, timeZone } from "../../src/chat/command/amounts.ts";
import type { Command } from "../../src/chat/command/command.ts";
import { findCommand } from "../../src/chat/command/find.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { readFileSource } from "../../src/chat/contract/invocation.ts";
import { changeLine } from "../../src/chat/form/change-line.ts";
import { givenBy } from "../../src/chat/form/form.ts";
import { formatLine, parseLine } from "../../src/chat/line/line.ts";
import { choiceOf } from "../../src/chat/line/meanings.js";
import { mendLine } from "../../src/chat/line/mend.ts";
import { takeLinks } from "../../src/discord/hear/given.ts";
import { disarm, disarmLine } from "../../src/discord/speak/escape.ts";
import type { Element } from "../../src/elements/element.ts";
import { withPlaceholders } from "../../src/elements/mentions.ts";
import { keyOf, readName } from "../../src/elements/names.ts";
import { parseRetryAfter } from "../../src/evolink/backoff.ts";
import { readJson, readRefusal, readTaskWire } from "../../src/evolink/wire.ts";
import { kindOf } from "../../src/media/probe/kind.ts";
import { wrongMark } from "../../src/models/marks/judge.ts";
import { namedIn, withNames } from "../../src/models/marks/marks.ts";
import { cleanName, fileOf } from "../../src/playground/files.ts";
import { faultInPrompt } from "../../src/sandbox/doors/faults.ts";
import { wrap } from "../../src/sandbox/render/font.ts";
import { readOrder } from "../../src/sandbox/tasks/order.ts";
import { atMost, escapeText, parts } from "../../src/slack/draw/escape.ts";
import { unwrap, unwrapButMentions } from "../../src/slack/form/typed.ts";
import { usageCsv } from "../../src/usage/csv.ts";
import { writable } from "../../src/usage/writing.ts";
import { createLinks } from "../../src/web/files/links.ts";
import { disposition } from "../../src/web/files/media.ts";
import { askerOf } from "../../src/web/pages/guesses.ts";
import { escapeHtml } from "../../src/web/pages/html.ts";
import { growthOf, MOST_GROWTH } from "./growth.ts";

/** The longest line that a chat hands over, in characters: the playground's. Ten times as much is given. */
const LINE = 20_000;
/** What Discord and Slack take into one option or field, in characters (6,000, 3,000), and more than any name. */
const FIELD = 6_000;
/** Of a file that is looked at to tell what it is, in bytes. */
const HEAD = 4_096;

const command = (name: string): Command => {
  const found = commands.find((one) => one.name === name);
  if (!found) throw new Error(`There is no command ${name}`);
  return found;
};
const video = command("video");
const reference = command("reference");

/** A piece over and over until it is that long, and what follows it. */
const over =
  (piece: string, after = "", before = "") =>
  (length: number) =>
    before + piece.repeat(Math.ceil(length / piece.length)).slice(0, length) + after;

/** What regular expressions and loops stumble over: openings that nothing closes, long runs, and what nearly fits. */
const WORST: readonly ((length: number) => string)[] = [
  ...["a", " ", "\n", "\t", "-", "--", "—", "_", "\\", '"', '\\"', "“", "„ ”", ":", "a:", "--a", "--a=", '--a="'].map(
    (one) => over(one),
  ),
  ...[
    "a ",
    "@",
    "@a",
    "@a ",
    "＠小",
    "<",
    "<@",
    "<@a|",
    "<!date^",
    "<#a",
    "<>",
    "&lt;",
    "&",
    "|",
    "[",
    "[fail ",
    ",",
    ", ",
  ].map((one) => over(one)),
  ...[
    "1",
    "1.",
    ".",
    "1s",
    "5s: ",
    "shot 1, 1, ",
    "shot ",
    "镜头1,",
    "(",
    "#",
    "#a",
    "g_",
    "http://",
    "https://a.b/?",
    "image:http://a ",
  ].map((one) => over(one)),
  ...["\u0300", "\u0315\u0300", "\u202e", "\u200d", "👨‍👩‍👧", "🇩🇪", "\ud800", "\u2028 ", "\r", "=", "İ", "ß", "\0"].map(
    (one) => over(one),
  ),
  ...["image:", "duration:5 ", "seconds ", "x\u2028", "give ", "<<<element_1>>> "].map((one) => over(one)),
  ...[" ", "\t", "_", "-", "1", "a", ","].flatMap((one) => [over(one, "x"), over(one, "!", "x"), over(one, "", "x")]),
  over(" ", "x\u2028y", "5s:"),
  over(" ", "\u2028x", "5s:"),
  over(" \u2028", "", "5s: "),
  over("1", "."),
  over("1.", "", "1"),
  over(" ", '"'),
  over("a", '"', '"'),
  over("\\a", "", '"'),
  over("a ", "", '"'),
  over('a"', "", '"'),
  over("a", "", "@"),
  over("a-", "", "@"),
  over("小", "", "@"),
  over("a\u0315\u0300", "", "@"),
  over("@abcdefghijklmnopqrst-"),
  over("@a b c d e f g h i j k "),
];

/** One option of each kind and reading. */
const eachKind = [
  ...new Map(
    commands.flatMap(({ options }) =>
      Object.values(options).map((option) => [`${option.kind} ${option.read}`, option]),
    ),
  ).values(),
];

const cast: Element[] = Array.from({ length: 200 }, (_, index) => ({
  ...{ id: `e_${index}`, name: `Ada${index}`, description: "somebody", kind: "images", picture: undefined, files: 1 },
  ...{ maker: "m", makerName: "Grace", state: "ready", elementId: `${index}`, generation: undefined },
  ...{ createdAt: 0, secondsLeft: undefined },
}));
const usual: Element = { ...(cast[0] as Element), name: "a" };
const long: Element = { ...(cast[1] as Element), name: "a b c d e f g h i l" };

const KNOWING = { kinds: ["element", "image", "video"], model: "Kling", others: () => ({ families: [] }) } as const;

const font = { width: () => 1, has: () => true } as unknown as Parameters<typeof writable>[1];
const links = createLinks("x".repeat(32));

/** Whatever members write, by whom it is read first. */
const OF_LINES: Readonly<Record<string, (text: string) => unknown>> = {
  "the typed line": (text) => parseLine(text, video.options, []),
  "the typed line of many options": (text) => parseLine(text, reference.options, []),
  "shots, one a line": (text) => refused(storyboard.run({ options: { shots: text } } as never)),
  "mentions in a prompt": (text) => withPlaceholders([usual, long, ...cast], [], { prompt: text }),
  "mentions in shots": (text) =>
    withPlaceholders([usual, long, ...cast], [], { shots: [{ prompt: text, seconds: 5 }] }),
  "an element by its name": (text) => withPlaceholders(cast, [text], {}),
};

const OF_FIELDS: Readonly<Record<string, (text: string) => unknown>> = {
  "a line with its options set anew": (text) => changeLine(`video ${text}`, commands, { quality: "1080p" }),
  "the command of a line": (text) => findCommand(commands, text),
  "a form's beginning": (text) => givenBy(video, text),
  "a line that is written": (text) => formatLine("video", { prompt: text }),
  "an address or a job's file": (text) => readFileSource(text),
  "a mention of somebody": (text) => member("who").read(text, "who"),
  "several words": (text) => several("models", ["a", "b"]).read(text, "models"),
  "a time zone": (text) => timeZone("zone").read(text, "zone"),
  "every option's own value": (text) => {
    for (const option of eachKind) {
      choiceOf(option, text);
      tried(() => option.read(text, "name"));
    }
  },
  "credits for somebody": (text) => credits.options.give?.read(text, "give"),
  "the jobs to join": (text) => refused(joinCommand.run({ options: { jobs: text } } as never)),
  "marks as names": (text) => withNames(text, namedIn({ elements: cast, image: 1 })),
  "marks that mean nothing": (text) => wrongMark({ prompt: text }, KNOWING),
  "a new element's name": (text) => readName(text),
  "a name to look for": (text) => keyOf(text),
  "Discord: words that may hold links": (text) => takeLinks(reference, { prompt: text }),
  "Discord: words that are shown": (text) => disarm(text),
  "Discord: words on one line": (text) => disarmLine(text),
  "Slack: what was typed": (text) => unwrap(text),
  "Slack: what was typed, with mentions": (text) => unwrapButMentions(text),
  "Slack: a line put right": (text) => mendLine(video.options, text),
  "Slack: a line put right, from a value on": (text) => mendLine(video.options, `duration:99 ${text}`),
  "Slack: words that are shown": (text) => escapeText(text),
  "Slack: words that are cut": (text) => [atMost(text, 3000), parts(text, 3000, 2)],
  "the playground: a file's name": (text) => cleanName(text),
  "the playground: a file's id": (text) => fileOf(text),
  "words in a sentence": (text) => [clip(text), shorten(text, 400)],
  "a page": (text) => [escapeHtml(text), disposition("inline", text)],
  "a link": (text) => links.read(text, 0),
  "who asks": (text) =>
    askerOf({ socket: { remoteAddress: "10.0.0.1" }, headers: { "x-forwarded-for": text } } as never),
  "a name in the usage picture": (text) => writable(text, font),
  "a cell of the usage": (text) =>
    usageCsv({ lines: [{ day: text, member: text, name: text, model: text, jobs: 1, spent: 0 }] } as never),
  "the gateway: an answer": (text) => readJson(`{"error":{"message":${JSON.stringify(text)}}}`),
  "the gateway: what is no JSON": (text) => readJson(text),
  "the gateway: a refusal": (text) => readRefusal({ error: { code: text, message: text } }),
  "the gateway: a task": (text) =>
    readTaskWire.safeParse({ id: text, status: text, progress: text, usage: { credits_reserved: text } }),
  "the gateway: when to try again": (text) => parseRetryAfter(text, 0),
  "the sandbox: a fault in a prompt": (text) => faultInPrompt(text),
  "the sandbox: an order": (text) => readOrder({ model: "kling-v3-turbo-text-to-video", prompt: text, duration: 5 }),
  "the sandbox: words in a picture": (text) => wrap(text, 40, 3),
};

/** A command that has read its options fails for want of anybody to ask, later than is measured. */
function refused(running: Promise<unknown>): void {
  running.catch(() => undefined);
}

function tried(work: () => unknown): void {
  try {
    work();
  } catch {
    // A refusal is as good as an answer.
  }
}

describe("what reads members' and the gateway's words takes ten times as long for ten times as many", () => {
  const each = (readers: typeof OF_LINES, size: number) =>
    Object.entries(readers).map(([name, read]) => [name, read, size] as const);
  it.each([...each(OF_LINES, LINE), ...each(OF_FIELDS, FIELD)])("%s", (_name, read, size) => {
    for (const inputOf of WORST) {
      expect(growthOf(read, inputOf, size), JSON.stringify(inputOf(40))).toBeLessThan(MOST_GROWTH);
    }
  });
});

describe("what tells files' kinds takes ten times as long for ten times as much", () => {
  const HEADS = [
    ...[
      "<!---->",
      "<!-- -->",
      "<!--",
      "-->",
      "<!doctype svg>",
      "<!doctype svg",
      "<",
      " ",
      "<?xml ?>",
      "<!---->\n",
      "a",
    ].flatMap((one) => [over(one), over(one, "x"), over(one, "<svg"), over(one, "x", "<?xml ?>")]),
    over("abcd", "", "\0\0\x20\0ftypmif1\0\0\0\0"),
    over("\0", "", "RIFF"),
  ];

  it("a file's first bytes", () => {
    const read = (bytes: Buffer) => kindOf(bytes);
    for (const inputOf of HEADS) {
      const growth = growthOf(read, (length) => Buffer.from(inputOf(length), "latin1"), HEAD);
      expect(growth, JSON.stringify(inputOf(40))).toBeLessThan(MOST_GROWTH);
    }
  });
});
