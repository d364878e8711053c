import type { types } from "@slack/bolt";
import type { Button, Card, Progress } from "../../chat/contract/card.ts";
import { BLOCKS } from "../api/limits.ts";
import { atMost, escapeText, parts, plain } from "../draw/escape.ts";
import { JOB, writeValue } from "./button-value.ts";

/**
 * In characters: of what has no limit of its own, or a wide one, as much as keeps a whole message under some 13,000, which
 * Slack refuses as too long.
 */
const MOST = { name: 80, value: 200, footer: 500 } as const;
/** A longer text goes on in the next block. */
const TEXT_BLOCKS = 2;
const MOST_FIELDS = 20;
const MOST_BUTTONS = 25;
/** More are wrapped anyway, and on a phone there is no room for more. */
const BUTTONS_A_ROW = 5;
/** What notifications and screen readers get instead of the blocks; escaping makes it five times as long at most. */
const MOST_FALLBACK = 700;

const BAR_CELLS = 12;

const EMOJI = { info: "💬", busy: "🎬", done: "✅", bad: "⚠️" } as const satisfies Record<Card["tone"], string>;

export interface LooksOptions {
  /** A line in mrkdwn, under the text: our own words and none of a member's. */
  remark?: string;
}

/**
 * A card as blocks, within Slack's limits by construction. All that could be a member's words stands in rich text or
 * plain text, where nothing means anything but itself: no mrkdwn, mention, link or `:emoji:`.
 *
 * A button's action is `run:0` or `edit:1`, its value the line, or `job:<id>` for one that is too long to be held.
 */
export function cardBlocks(card: Card, { remark }: LooksOptions = {}): types.KnownBlock[] {
  const { tone, title, text = "", fields = [], progress, buttons = [], footer } = card;
  return [
    { type: "header", text: plain(`${EMOJI[tone]} ${title}`, BLOCKS.header) },
    ...parts(text, BLOCKS.text, TEXT_BLOCKS).map((part) => richText(words(part))),
    ...(remark === undefined ? [] : [{ type: "section" as const, text: { type: "mrkdwn" as const, text: remark } }]),
    ...(fields.length === 0 ? [] : [fieldsBlock(fields.slice(0, MOST_FIELDS))]),
    ...(progress ? [richText(words(barOf(progress)))] : []),
    ...rows(buttons),
    ...(footer === undefined || footer === ""
      ? []
      : [{ type: "context" as const, elements: [plain(footer, MOST.footer)] }]),
  ];
}

/** What a notification shows of a card, escaped. */
export function cardText({ title, text }: Card): string {
  return escapeText(atMost([title, text].filter(Boolean).join("\n"), MOST_FALLBACK));
}

/** A line that notifies this one member, as a message. */
export function mentionOf(member: string, line: string): { text: string; blocks: types.KnownBlock[] } {
  const said = atMost(line, MOST_FALLBACK);
  return {
    text: `<@${member}> ${escapeText(said)}`,
    blocks: [richText({ type: "user", user_id: member }, words(` ${said}`))],
  };
}

/** A link of words in mrkdwn. */
export function linkTo(url: string): (words: string) => string {
  const address = new URL(url).href.replaceAll("|", "%7C");
  return (words) => `<${escapeText(address)}|${escapeText(words)}>`;
}

/** A time (milliseconds since 1970) in mrkdwn, which Slack shows each reader in their own zone and language. */
export function timeAt(ms: number): string {
  const utc = `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty}, {time}|${utc}>`;
}

/** `▰▰▰▱▱▱▱▱▱▱▱▱ 25% · about 40 s left`. Never full before it is. */
export function barOf({ fraction, label }: Progress): string {
  const done = Math.min(Math.max(fraction, 0), 1);
  const cells = Math.floor(done * BAR_CELLS);
  return `${"▰".repeat(cells)}${"▱".repeat(BAR_CELLS - cells)} ${Math.floor(done * 100)}% · ${atMost(label, MOST.name)}`;
}

function fieldsBlock(fields: NonNullable<Card["fields"]>): types.RichTextBlock {
  const elements = fields.map(({ name, value }) =>
    section([words(`${atMost(name, MOST.name)}  `, { bold: true }), words(atMost(value, MOST.value) || "–")]),
  );
  return { type: "rich_text", elements };
}

function rows(buttons: readonly Button[]): types.ActionsBlock[] {
  const elements = buttons.slice(0, MOST_BUTTONS).flatMap(buttonOf);
  const count = Math.ceil(elements.length / BUTTONS_A_ROW);
  return Array.from({ length: count }, (_, row) => ({
    type: "actions",
    elements: elements.slice(row * BUTTONS_A_ROW, (row + 1) * BUTTONS_A_ROW),
  }));
}

/** A line that is too long, with no job to be found by, has no button: it would do something else than it says. */
function buttonOf({ label, does, line, job, tone }: Button, index: number): types.Button[] {
  const written = writeValue(line);
  const fits = written.length <= BLOCKS.buttonValue;
  if (!fits && job === undefined) return [];
  const value = fits ? written : `${JOB}${job}`;
  const style = tone === undefined ? {} : { style: tone };
  return [{ type: "button", action_id: `${does}:${index}`, text: plain(label, BLOCKS.label), value, ...style }];
}

function richText(...elements: types.RichTextElement[]): types.RichTextBlock {
  return { type: "rich_text", elements: [section(elements)] };
}

function section(elements: types.RichTextElement[]): types.RichTextSection {
  return { type: "rich_text_section", elements };
}

function words(text: string, style?: types.RichTextText["style"]): types.RichTextText {
  return { type: "text", text, ...(style ? { style } : {}) };
}
