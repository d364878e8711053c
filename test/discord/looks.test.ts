import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Button, Card } from "../../src/chat/contract/card.ts";
import { disarm } from "../../src/discord/speak/escape.ts";
import { type CardBody, cardBody, linkTo, MOST_FILES, timeAt } from "../../src/discord/speak/looks.ts";
import { walk } from "../support/discord/types.ts";

const CARD: Card = { tone: "info", audience: "channel", title: "Kling 3.0: done" };

const kept: string[] = [];
const keep = async (line: string) => `token${kept.push(line)}`;
const draw = (card: Partial<Card>, more = {}) => cardBody({ ...CARD, ...card }, { keep, ...more });

/** All components, as a test's walk reads them. */
const parts = ({ components }: CardBody) => walk(JSON.parse(JSON.stringify(components)));
const texts = (body: CardBody) => parts(body).flatMap(({ content }) => (content === undefined ? [] : [content]));
const ids = async (...buttons: Button[]) =>
  parts(await draw({ buttons })).flatMap(({ custom_id }) => (custom_id === undefined ? [] : [custom_id]));

/** What a reader sees of disarmed words: Discord shows every sign behind a backslash as it is. */
const seen = (text: string) => text.replace(/\\([^0-9A-Za-z\s])/g, "$1");

describe("words in Discord", () => {
  it.each([
    ["**bold** *thin* __under__ ~~gone~~", "\\*\\*bold\\*\\* \\*thin\\* \\_\\_under\\_\\_ \\~\\~gone\\~\\~"],
    ["`code` ```js\nx```", "\\`code\\` \\`\\`\\`js\nx\\`\\`\\`"],
    ["||spoiler||", "\\|\\|spoiler\\|\\|"],
    ["[free](https://evil.example)", "\\[free\\](https\\://evil.example)"],
    ["https://evil.example/a_b", "https\\://evil.example/a\\_b"],
    ["<@123> <@&4> <#5> <:e:6> <a:e:7> <t:8:R> </video:9> <id:guide>", undefined],
    ["@everyone and @here", "\\@everyone and \\@here"],
    ["# big\n## big\n-# small", "\\# big\n\\## big\n\\-# small"],
    ["- a\n + b\n  1. c\n12. d", "\\- a\n \\+ b\n  1\\. c\n12\\. d"],
    ["> said\n>>> all", "\\> said\n\\>>> all"],
    ["a close-up, 2.5 m away #1 > 2", "a close-up, 2.5 m away #1 > 2"],
    ["back\\slash \\*", "back\\\\slash \\\\\\*"],
    [":smile: ¯\\_(ツ)_/¯", "\\:smile\\: ¯\\\\\\_(ツ)\\_/¯"],
  ])("%j reads as it was typed", (typed, written) => {
    const disarmed = disarm(typed);
    if (written !== undefined) expect(disarmed).toBe(written);
    expect(seen(disarmed)).toBe(typed);
    expect(disarmed).not.toMatch(/(?<!\\)(?:\\\\)*[<@`|[*_~]/);
  });

  it("read as typed whatever they are, and fit their room without half a character or half an escape", () => {
    const words = fc.string({ unit: fc.constantFrom("a", " ", "\n", "*", "\\", "#", "-", "1", ".", "<", "😀", "é") });
    fc.assert(
      fc.property(words, fc.integer({ min: 0, max: 40 }), (typed, room) => {
        expect(seen(disarm(typed))).toBe(typed);
        const short = disarm(typed, room);
        expect(short.length).toBeLessThanOrEqual(room);
        expect(short.isWellFormed()).toBe(true);
        if (short !== disarm(typed)) expect(typed.startsWith(seen(short).replace(/…$/, ""))).toBe(true);
      }),
    );
  });
});

describe("a card in Discord", () => {
  it("has its title, words, bar, fields, buttons and footer in one container of its tone's colour", async () => {
    const body = await draw({
      tone: "busy",
      text: "a paper boat\non a river",
      fields: [
        { name: "Price", value: "12 credits held" },
        { name: "For", value: "Ada" },
      ],
      progress: { fraction: 0.5, label: "about 40 s left" },
      buttons: [{ label: "Cancel", does: "run", line: "jobs cancel:g_1", tone: "danger" }],
      footer: "Sandbox: a trial picture",
    });
    expect(body.flags).toBe(32768);
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(body.components[0].accent_color).toBe(0xf0b232);
    expect(texts(body)).toEqual([
      "**Kling 3.0\\: done**",
      "a paper boat\non a river",
      "████████░░░░░░░░ 50% · about 40 s left",
      "-# **Price** 12 credits held\u2003**For** Ada",
      "-# Sandbox\\: a trial picture",
    ]);
    expect(parts(body).find(({ type }) => type === 2)).toEqual({
      type: 2,
      style: 4,
      label: "Cancel",
      custom_id: "r:jobs cancel:g_1",
    });
  });

  it("shows nothing where there is nothing to show", async () => {
    expect(texts(await draw({ text: " \n ", footer: "", fields: [] }))).toEqual(["**Kling 3.0\\: done**"]);
  });

  it("puts many or long fields one under the other", async () => {
    const fields = ["Made from", "By", "Since", "State"].map((name) => ({ name, value: "so and so ".repeat(6) }));
    const [, lines = ""] = texts(await draw({ fields }));
    expect(lines.split("\n")).toHaveLength(4);
    expect(lines).toMatch(/^(-# \*\*[\w ]+\*\* so [\w ]+\n?){4}$/);
  });

  it("plays the attachment that is named", async () => {
    const gallery = parts(await draw({}, { plays: "reelay-g_1.mp4" })).find(({ type }) => type === 12);
    expect(gallery?.items).toEqual([{ media: { url: "attachment://reelay-g_1.mp4" } }]);
  });

  it("shows the pictures that it brings, described, and other files to be saved", async () => {
    const files = [
      { hash: "h", name: "usage.png", type: "image/png", bytes: 5, alt: "Who spent what" },
      { hash: "h", name: "usage.csv", type: "text/csv", bytes: 5, alt: "The same as a table" },
    ];
    const drawn = parts(await draw({}, { brings: files })).filter(({ type }) => type === 12 || type === 13);
    expect(drawn).toEqual([
      { type: 12, items: [{ media: { url: "attachment://usage.png" }, description: "Who spent what" }] },
      { type: 13, file: { url: "attachment://usage.csv" } },
    ]);
  });

  it("lets no name turn the words around it", async () => {
    const [, line] = texts(await draw({ fields: [{ name: "For", value: "\u202Eevil\u2066\nAda" }] }));
    expect(line).toBe("-# **For** evil Ada");
  });

  it("stays within 4,000 characters and 40 components whatever it says, the prompt being cut first", async () => {
    const words = fc.string({ unit: fc.constantFrom("a", " ", "*", "<", "\n", "😀"), maxLength: 5_000, size: "large" });
    const button = fc.record({ label: words, does: fc.constant("edit" as const), line: words });
    const card = fc.record({
      title: words,
      text: words,
      footer: words,
      progress: fc.record({ fraction: fc.double({ min: -1, max: 2, noNaN: true }), label: words }),
      fields: fc.array(fc.record({ name: words, value: words }), { maxLength: 12 }),
      buttons: fc.array(button, { maxLength: 40 }),
    });
    const check = async (given: Partial<Card>) => {
      // Files never stand beside a video, and take more room.
      const file = { hash: "h", name: "a.csv", type: "text/csv", bytes: 5, alt: "A table" };
      const brings = Array.from({ length: MOST_FILES }, () => file);
      const body = await draw(given, { brings, remark: "r".repeat(1_800), mark: [1, 2] });
      expect(texts(body).join("").length).toBeLessThanOrEqual(4_000);
      expect(parts(body).length).toBeLessThanOrEqual(40);
      for (const row of parts(body).filter(({ type }) => type === 1)) expect(row.components?.length).toBeLessThan(6);
      for (const { label = "", custom_id = "" } of parts(body)) {
        expect(label.length).toBeLessThanOrEqual(80);
        expect(custom_id.length).toBeLessThanOrEqual(100);
      }
    };
    await fc.assert(fc.asyncProperty(card, check), { numRuns: 30 });
  });

  it("gives a prompt of 2,500 characters all the room that is left", async () => {
    const text = "word ".repeat(500).trim();
    expect(texts(await draw({ text }))[1]).toBe(text);
    const [, stars = ""] = texts(await draw({ text: "*".repeat(2_500) }));
    expect(stars).toMatch(/^(\\\*){1900,}…$/);
  });
});

describe("a button in Discord", () => {
  it("is its line, to run or to edit", async () => {
    expect(
      await ids(
        { label: "Again", does: "run", line: "jobs again:g_1" },
        { label: "Next", does: "edit", line: "animate image:g_1.last" },
      ),
    ).toEqual(["r:jobs again:g_1", "e:animate image:g_1.last"]);
  });

  it("names the job whose line is too long, or would not come back as it is", async () => {
    const long = `video ${"a boat ".repeat(20).trim()}`;
    expect(await ids({ label: "Edit", does: "edit", line: long, job: "g_1" })).toEqual(["j:g_1"]);
    expect(await ids({ label: "Edit", does: "edit", line: "storyboard 3s: a\n3s: b", job: "g_1" })).toEqual(["j:g_1"]);
    expect(await ids({ label: "Edit", does: "edit", line: "video a boat", job: "g_1" })).toEqual(["e:video a boat"]);
  });

  it("has a long line kept that is no job's", async () => {
    const long = `video ${"b".repeat(200)}`;
    const [id] = await ids({ label: "Edit and send again", does: "edit", line: long });
    expect(id).toMatch(/^k:token\d+$/);
    expect(kept.at(-1)).toBe(long);
  });

  it("is there once, since Discord refuses two of the same", async () => {
    const again: Button = { label: "Again", does: "run", line: "jobs again:g_1" };
    expect(await ids(again, { ...again, label: "Once more" })).toEqual(["r:jobs again:g_1"]);
  });
});

describe("a link and a time in Discord", () => {
  it("can't be broken out of", () => {
    expect(linkTo("https://a.example/x(1)?q=<b>")("Watch it")).toBe(
      "[Watch it](<https://a.example/x%281%29?q=%3Cb%3E>)",
    );
    expect(timeAt(1_700_000_000_999)).toBe("<t:1700000000:f>");
  });
});
