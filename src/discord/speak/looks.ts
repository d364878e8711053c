import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInContainer,
  type APIContainerComponent,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
  MessageFlags,
} from "discord.js";
import { shorten } from "../../base/words.ts";
import type { Button, Card, CardFile, Progress } from "../../chat/contract/card.ts";
import { MESSAGE } from "../api/limits.ts";
import { disarm, disarmLine, flat } from "./escape.ts";
import type { Mark } from "./marks.ts";

/** A card as a message of Discord's: Components V2, where nothing that is written unfurls or notifies anybody. */
export interface CardBody {
  flags: MessageFlags.IsComponentsV2;
  components: [APIContainerComponent];
  allowed_mentions: { parse: [] };
}

/** Keeps a line that no button can hold, and gives a short token for it (98 characters at most). */
export type KeepLine = (line: string) => Promise<string>;

/** As `KeepLine`, for a line of that user. */
export type KeepLineOf = (line: string, user: string) => Promise<string>;

export interface Looks {
  keep: KeepLine;
  /** What a repeated posting of the message is found by. */
  mark?: Mark | undefined;
  /** The name of the message's attachment that is played in it. */
  plays?: string;
  /** The card's files that are the message's attachments: pictures are shown, others can be saved. */
  brings?: readonly CardFile[];
  /** A line in Discord's own markdown, under the text, of at most REMARK_CHARS. */
  remark?: string | undefined;
}

/**
 * What a button's custom_id begins with, and what follows: `r:` a line to run, `e:` a line to put into a form, `j:` the
 * job whose line that is, `k:` the token of a kept line.
 */
export const BUTTON_IDS = { run: "r:", edit: "e:", job: "j:", kept: "k:" } as const;

/** Rows of buttons: with all else that a card can have these are 38 of the 40 components that a message may have. */
const ROWS = 5;

/** Files of a card, which are never beside a video: with all else these make 40 components at most. */
export const MOST_FILES = 3;

/** Shares of the text, so that what is left for the card's own words is never nothing. */
export const REMARK_CHARS = 1_800;
const TITLE_CHARS = 300;
const LABEL_ROOM = 150;
const FIELDS_CHARS = 900;
const FIELD_CHARS = 200;
const FOOTER_CHARS = 300;
/** Fields longer than this together stand one a line. */
const FIELDS_BESIDE = 140;

const BAR_BLOCKS = 16;

/** Discord's own colours for a plain thing, one that waits, a good and a bad one. */
const ACCENTS: Readonly<Record<Card["tone"], number>> = {
  info: 0x5865f2,
  busy: 0xf0b232,
  done: 0x23a55a,
  bad: 0xda373c,
};

const STYLES = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger, plain: ButtonStyle.Secondary } as const;

/** The card in Discord's looks. All words in it are shown as they are written, and shortened where Discord has no room. */
export async function cardBody(card: Card, { keep, mark, plays, brings = [], remark }: Looks): Promise<CardBody> {
  const title = `**${disarmLine(card.title, TITLE_CHARS)}**`;
  const progress = card.progress && barOf(card.progress);
  const fields = fieldsOf(card.fields ?? []);
  const footer = card.footer === undefined ? "" : small(disarmLine(card.footer, FOOTER_CHARS));
  const others = [title, remark, progress, fields, footer].reduce((sum, text = "") => sum + text.length, 0);
  const components: (APIComponentInContainer | undefined)[] = [
    { ...display(title), ...(mark ? { id: mark[1] } : {}) },
    text(disarm(card.text?.trim() ?? "", MESSAGE.text - others)),
    text(remark),
    text(progress),
    plays === undefined
      ? undefined
      : { type: ComponentType.MediaGallery, items: [{ media: { url: `attachment://${plays}` } }] },
    ...filesOf(brings),
    text(fields),
    ...rows(await buttonsOf(card.buttons ?? [], keep)),
    text(footer),
  ];
  return {
    flags: MessageFlags.IsComponentsV2,
    components: [
      {
        type: ComponentType.Container,
        accent_color: ACCENTS[card.tone],
        components: components.filter((one) => one !== undefined),
        ...(mark ? { id: mark[0] } : {}),
      },
    ],
    allowed_mentions: { parse: [] },
  };
}

/** A link of words, as Discord writes a link that shows no preview. */
export function linkTo(url: string): (words: string) => string {
  const address = new URL(url).href.replaceAll("(", "%28").replaceAll(")", "%29");
  return (words) => `[${words}](<${address}>)`;
}

/** A time (milliseconds since 1970) that Discord shows each reader in their own zone and language. */
export function timeAt(ms: number): string {
  return `<t:${Math.floor(ms / 1000)}:f>`;
}

function filesOf(files: readonly CardFile[]): APIComponentInContainer[] {
  const isPicture = ({ type }: CardFile) => type.startsWith("image/");
  const media = ({ name }: CardFile) => ({ url: `attachment://${name}` });
  const pictures = files.filter(isPicture).map((file) => ({ media: media(file), description: file.alt }));
  return [
    ...(pictures.length > 0 ? [{ type: ComponentType.MediaGallery as const, items: pictures }] : []),
    ...files
      .filter((file) => !isPicture(file))
      .map((file) => ({ type: ComponentType.File as const, file: media(file) })),
  ];
}

function display(content: string): APITextDisplayComponent {
  return { type: ComponentType.TextDisplay, content };
}

function text(content: string | undefined): APITextDisplayComponent | undefined {
  return content === undefined || content.trim() === "" ? undefined : display(content);
}

function small(words: string): string {
  return words === "" ? "" : `-# ${words}`;
}

function barOf({ fraction, label }: Progress): string {
  const share = Math.max(0, Math.min(1, fraction));
  const full = Math.floor(share * BAR_BLOCKS);
  const percent = `${Math.floor(share * 100)}%`;
  const beside = [percent, disarmLine(label, LABEL_ROOM)].filter(Boolean).join(" · ");
  return `${"█".repeat(full)}${"░".repeat(BAR_BLOCKS - full)} ${beside}`;
}

function fieldsOf(fields: NonNullable<Card["fields"]>): string {
  const pairs = fields.map(
    ({ name, value }) => `**${disarmLine(name, FIELD_CHARS)}** ${disarmLine(value, FIELD_CHARS)}`,
  );
  if (pairs.join("").length <= FIELDS_BESIDE) return small(pairs.join("\u2003"));
  let lines = "";
  for (const pair of pairs.map(small)) {
    if (lines.length + 1 + pair.length > FIELDS_CHARS) break;
    lines = lines === "" ? pair : `${lines}\n${pair}`;
  }
  return lines;
}

/** Discord refuses a message with two buttons of the same id: the first of them stays. */
async function buttonsOf(buttons: readonly Button[], keep: KeepLine): Promise<APIButtonComponentWithCustomId[]> {
  const drawn = new Map<string, APIButtonComponentWithCustomId>();
  for (const button of buttons) {
    if (drawn.size === ROWS * MESSAGE.buttonsInRow) break;
    const id = await idOf(button, keep);
    if (drawn.has(id)) continue;
    drawn.set(id, {
      type: ComponentType.Button,
      style: STYLES[button.tone ?? "plain"],
      label: shorten(flat(button.label), MESSAGE.buttonLabel),
      custom_id: id,
    });
  }
  return [...drawn.values()];
}

async function idOf({ does, line, job }: Button, keep: KeepLine): Promise<string> {
  if (does === "run") {
    const id = `${BUTTON_IDS.run}${line}`;
    if (id.length > MESSAGE.customId) throw new RangeError(`A button's line of ${line.length} characters can't be run`);
    return id;
  }
  // A line break or an outer space would not come back from Discord as it was.
  const plain = flat(line) === line;
  if (plain && BUTTON_IDS.edit.length + line.length <= MESSAGE.customId) return `${BUTTON_IDS.edit}${line}`;
  return job === undefined ? `${BUTTON_IDS.kept}${await keep(line)}` : `${BUTTON_IDS.job}${job}`;
}

function rows(
  buttons: readonly APIButtonComponentWithCustomId[],
): APIActionRowComponent<APIButtonComponentWithCustomId>[] {
  const count = Math.ceil(buttons.length / MESSAGE.buttonsInRow);
  return Array.from({ length: count }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: buttons.slice(row * MESSAGE.buttonsInRow, (row + 1) * MESSAGE.buttonsInRow),
  }));
}
