import type { types } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { Card } from "../../chat/contract/card.ts";
import type { Chat } from "../../chat/contract/chat.ts";
import { renderCard } from "../../chat/contract/render-card.ts";
import type { Text } from "../../text/text.ts";
import type { Call } from "../api/calls.ts";
import { BLOCKS } from "../api/limits.ts";
import type { Profiles } from "../api/profiles.ts";
import { writeValue } from "../draw/button-value.ts";
import { plain } from "../draw/escape.ts";
import { cardBlocks, cardText } from "../draw/looks.ts";
import { MAIN_COMMAND, type Naming } from "../draw/naming.ts";
import { type Say, sayLike } from "../draw/say.ts";
import type { Kept, StoredFile } from "./kept.ts";
import type { Origin } from "./origin.ts";
import { speakWords } from "./speak.words.ts";

/** Tells a member what came of what they asked. */
export interface Answers {
  /** `files` are what an edited line would be sent with again, by option. Throws when Slack takes none of the ways. */
  give(to: Origin, cards: readonly Card<Text>[], files?: Readonly<Record<string, StoredFile>>): Promise<void>;
  /** A card's blocks for that member alone, with a line to copy where one was refused. */
  blocksOf(card: Card<Text>, to: Origin, files?: Readonly<Record<string, StoredFile>>): Promise<types.KnownBlock[]>;
}

interface Ports {
  languages: Pick<Profiles, "localeOf">;
  web: Pick<WebClient, "chat">;
  call: Call;
  chat: Pick<Chat, "post" | "direct">;
  kept: Kept;
  naming: Naming;
  log: Logger;
}

export function createAnswers({ languages, web, call, chat, kept, naming, log }: Ports): Answers {
  const blocksOf: Answers["blocksOf"] = async (given, to, files = {}) => {
    const card = naming.card(renderCard(given, await languages.localeOf(to)));
    const buttons = await Promise.all(
      (card.buttons ?? []).map(async (button) => {
        const { label, does, line, tone } = button;
        const withFiles = does === "edit" && Object.keys(files).length > 0;
        const fits = writeValue(line).length <= BLOCKS.buttonValue || button.job !== undefined;
        if (fits && !withFiles) return button;
        const value = await kept.keep({ line, ...(withFiles ? { files } : {}) }, to.user);
        return { label, does, line: value, ...(tone ? { tone } : {}) };
      }),
    );
    const drawn = cardBlocks({ ...card, ...(card.buttons ? { buttons } : {}) });
    const line = card.tone === "bad" ? card.buttons?.find(({ does }) => does === "edit")?.line : undefined;
    if (line === undefined || line === "" || line.length > BLOCKS.text) return drawn;
    const at = drawn.findIndex(({ type }) => type === "actions");
    return drawn.toSpliced(at < 0 ? drawn.length : at, 0, ...codeLine(line, sayLike(card)));
  };

  const inChannel = async (to: Origin, card: Card, index: number): Promise<void> => {
    try {
      await chat.post(placeOf(to), { key: `${to.sourceId}.${index}`, again: false }, card);
    } catch (error) {
      log.info({ reason: messageOf(error) }, "a card for the channel is shown to its member alone");
      await privately(to, card, index);
    }
  };
  const direct = async (to: Origin, card: Card, index: number): Promise<void> => {
    if (!chat.direct) throw new Error("There is no way to write to the member");
    await chat.direct(placeOf(to), to.user, { key: `${to.sourceId}.${index}`, again: false }, card);
  };
  const privately = async (to: Origin, card: Card, index: number, files: Readonly<Record<string, StoredFile>> = {}) => {
    const { channel, user, respond } = to;
    const thread = to.startsThread ? undefined : to.thread;
    const drawn = await blocksOf(card, to, files);
    const text = cardText(naming.card(card));
    const ways: (() => Promise<unknown>)[] = [];
    // Slack's address for answers has no rate limit, but can't be sure to answer in a thread.
    if (respond) ways.push(() => respond({ text, blocks: drawn }));
    if (channel !== undefined) {
      const there = { channel, user, ...(thread === undefined ? {} : { thread_ts: thread }) };
      const say = () =>
        call("chat.postEphemeral", "once", () => web.chat.postEphemeral({ ...there, text, blocks: drawn }));
      if (thread === undefined) ways.push(say);
      else ways.unshift(say);
    }
    ways.push(() => direct(to, card, index));
    await firstThatWorks(ways, (error) => log.debug({ reason: messageOf(error) }, "a way to answer a member failed"));
  };

  /** The card with its files goes to the member's direct messages; where they asked, it says so. */
  const withFiles = async (to: Origin, card: Card, index: number): Promise<void> => {
    const { files: _, ...rest } = card;
    let footer = speakWords.filesSent;
    try {
      await direct(to, card, index);
      if (to.channel === undefined || /^[DUW]/.test(to.channel)) return;
    } catch (error) {
      log.warn({ err: error, source: to.sourceId }, "a member could not be sent files");
      footer = speakWords.filesNotSent;
    }
    await privately(to, { ...rest, footer: sayLike(card)(footer) }, index);
  };

  return {
    blocksOf,
    give: async (to, cards, files) => {
      for (const [index, given] of cards.entries()) {
        const card = renderCard(given, await languages.localeOf(to));
        // What only the member sees can't hold a video, nor other files.
        if (card.audience === "channel" && to.channel !== undefined) await inChannel(to, card, index);
        else if (card.video && chat.direct) await direct(to, card, index);
        else if (card.files?.length) await withFiles(to, card, index);
        else await privately(to, card, index, files);
      }
    },
  };
}

function placeOf({ workspace, channel, user, thread }: Origin) {
  return {
    platform: "slack" as const,
    workspace,
    channel: channel ?? user,
    ...(thread === undefined ? {} : { thread }),
  };
}

async function firstThatWorks(ways: readonly (() => Promise<unknown>)[], failed: (error: unknown) => void) {
  for (const [index, way] of ways.entries()) {
    try {
      await way();
      return;
    } catch (error) {
      if (index === ways.length - 1) throw error;
      failed(error);
    }
  }
}

/** The line as it can be copied and sent, word for word. */
function codeLine(line: string, say: Say): types.KnownBlock[] {
  return [
    { type: "context", elements: [plain(say(speakWords.toCopy), BLOCKS.context)] },
    {
      type: "rich_text",
      elements: [{ type: "rich_text_preformatted", elements: [{ type: "text", text: `${MAIN_COMMAND} ${line}` }] }],
    },
  ];
}
