import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Card } from "../../src/chat/contract/card.ts";
import { atMost, escapeText, parts } from "../../src/slack/draw/escape.ts";
import { barOf, cardBlocks, cardText, linkTo, mentionOf, timeAt } from "../../src/slack/draw/looks.ts";
import { problemsOfBlocks } from "../support/slack/blocks.ts";
import { buttons, pingsIn, texts } from "../support/slack/looks.ts";
import type { Json } from "../support/slack/types.ts";

const card = (more: Partial<Card> = {}): Card => ({
  tone: "info",
  audience: "channel",
  title: "Kling 3.0: done",
  ...more,
});
const drawn = (more: Partial<Card> = {}): Json[] => JSON.parse(JSON.stringify(cardBlocks(card(more)))) as Json[];
const HOSTILE = "*b* _i_ ~s~ `c` <!channel> <@U123> <https://evil.example|x> :tada: &amp; > quote";

describe("a card in Slack", () => {
  it("has everything that the card has, in order", () => {
    const blocks = drawn({
      tone: "busy",
      title: "Kling 3.0: making the video",
      text: "a paper boat\n\non a river",
      fields: [{ name: "Price", value: "27 credits" }],
      progress: { fraction: 0.25, label: "about 40 s left" },
      buttons: [{ label: "Cancel", does: "run", line: "jobs cancel:g_1", tone: "danger" }],
      footer: "Sandbox",
    });
    expect(texts({ blocks })).toEqual([
      "🎬 Kling 3.0: making the video",
      "a paper boat\n\non a river",
      "Price  ",
      "27 credits",
      "▰▰▰▱▱▱▱▱▱▱▱▱ 25% · about 40 s left",
      "Cancel",
      "Sandbox",
    ]);
    expect(buttons({ blocks })).toMatchObject([{ actionId: "run:0", value: "jobs cancel:g_1", style: "danger" }]);
  });

  it("shows a member's words exactly as typed, calling nobody and linking nothing", () => {
    const blocks = drawn({
      title: HOSTILE,
      text: HOSTILE,
      fields: [{ name: HOSTILE, value: HOSTILE }],
      progress: { fraction: 0, label: HOSTILE },
      footer: HOSTILE,
    });
    const shown = texts({ blocks });
    expect(shown).toHaveLength(6);
    for (const text of shown) expect(text).toContain(HOSTILE);
    expect(JSON.stringify(blocks)).not.toContain("mrkdwn");
    expect(JSON.stringify(blocks)).not.toContain('"emoji":true');
    expect(pingsIn(cardText(card({ title: HOSTILE, text: HOSTILE })), blocks, true)).toEqual([]);
  });

  it("keeps Slack's limits whatever the card holds, and says the same words in its fallback within them", () => {
    const word = fc.string({ unit: "binary", maxLength: 400 });
    const long = fc.tuple(word, fc.integer({ min: 1, max: 60 })).map(([text, times]) => text.repeat(times));
    const any = fc.record({
      title: long.filter((text) => text !== ""),
      text: long,
      footer: long,
      fields: fc.array(fc.record({ name: long, value: long }), { maxLength: 15 }),
      progress: fc.record({ fraction: fc.double({ noNaN: true }), label: long }),
      buttons: fc.array(
        fc.record({
          label: word.filter((text) => text !== ""),
          does: fc.constantFrom("run" as const, "edit" as const),
          line: long.filter((text) => text !== ""),
          job: fc.constant("g_1"),
        }),
        { maxLength: 40 },
      ),
    });
    fc.assert(
      fc.property(any, (more) => {
        const blocks = drawn(more);
        expect(problemsOfBlocks(blocks, "message")).toEqual([]);
        expect(texts({ blocks }).join("").length).toBeLessThan(13_000 + 25 * 75);
        expect(cardText(card(more)).length).toBeLessThan(4_000);
        const ids = buttons({ blocks }).map(({ actionId }) => actionId);
        expect(new Set(ids).size).toBe(ids.length);
        for (const text of texts({ blocks })) expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("goes on in the next block where the text is too long for one, and loses nothing of 5,000 characters", () => {
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index} is it`).join("\n");
    const shown = texts({ blocks: drawn({ text: lines }) }).slice(1);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.join("\n")).toBe(lines);
  });

  it("names the job where the line is too long for a button, and has no button where there is none", () => {
    const line = `video ${"x".repeat(2_000)}`;
    const [first, ...others] = buttons({
      blocks: drawn({
        buttons: [
          { label: "Edit prompt", does: "edit", line, job: "g_1" },
          { label: "Edit", does: "edit", line },
        ],
      }),
    });
    expect(first).toMatchObject({ actionId: "edit:0", value: "job:g_1" });
    expect(others).toEqual([]);
  });

  it("has five buttons a row", () => {
    const seven = Array.from({ length: 7 }, (_, index) => ({
      label: `${index}`,
      does: "run" as const,
      line: `l${index}`,
    }));
    const rows = drawn({ buttons: seven }).filter(({ type }) => type === "actions");
    expect(rows.map(({ elements }) => (elements as unknown[]).length)).toEqual([5, 2]);
  });

  it("never shows a full bar before it is full", () => {
    expect(barOf({ fraction: 0.999, label: "soon" })).toBe(`${"▰".repeat(11)}▱ 99% · soon`);
    expect(barOf({ fraction: 1, label: "made" })).toBe(`${"▰".repeat(12)} 100% · made`);
  });

  it("links an address as it is, and says a time in the reader's own zone", () => {
    expect(linkTo("https://r.example/v/1?a=1&b=<x>|y")("Watch it here")).toBe(
      "<https://r.example/v/1?a=1&amp;b=%3Cx%3E%7Cy|Watch it here>",
    );
    expect(timeAt(Date.UTC(2026, 11, 1, 12, 30))).toBe(
      "<!date^1796128200^{date_short_pretty}, {time}|2026-12-01 12:30 UTC>",
    );
  });

  it("mentions exactly the one member in a notice", () => {
    const notice = mentionOf("U1", "@Ada <!channel> <@U2> is in the cast.");
    const blocks = JSON.parse(JSON.stringify(notice.blocks)) as Json[];
    expect(pingsIn(notice.text, blocks, true)).toEqual(["U1"]);
    expect(texts({ blocks })).toEqual([" @Ada <!channel> <@U2> is in the cast."]);
    expect(problemsOfBlocks(blocks, "message")).toEqual([]);
  });
});

describe("shortening", () => {
  it("leaves what fits, and never cuts an emoji in two", () => {
    const family = "👨‍👩‍👧‍👦";
    expect(atMost("boat", 4)).toBe("boat");
    expect(atMost(`boat${family}`, 10)).toBe("boat…");
    expect(atMost(`boat${family}!`, 4 + family.length + 1)).toBe(`boat${family}!`);
  });

  it("replaces half a character, which can't be sent", () => {
    expect(atMost("a\uD83D", 10)).toBe("a\uFFFD");
  });

  it("escapes just what means something in a fallback text", () => {
    expect(escapeText("<!channel> & <@U1> *b*")).toBe("&lt;!channel&gt; &amp; &lt;@U1&gt; *b*");
  });

  it("says by an ellipsis that the last part is not the end", () => {
    const [first, second, ...more] = parts("one two three four five six", 12, 2);
    expect([first, second]).toEqual(["one two", "three four…"]);
    expect(more).toEqual([]);
  });
});
