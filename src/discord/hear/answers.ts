import {
  type APIApplicationCommandOptionChoice,
  type APIMessage,
  InteractionResponseType as Kind,
  MessageFlags,
  type REST,
  Routes,
} from "discord.js";
import type { Logger } from "../../base/log.ts";
import type { Card } from "../../chat/contract/card.ts";
import { type Chat, MessageGone } from "../../chat/contract/chat.ts";
import type { Place } from "../../chat/contract/invocation.ts";
import { renderCard } from "../../chat/contract/render-card.ts";
import type { Text } from "../../text/text.ts";
import { acknowledge, answerFirst, isMissed, type Ticket, tryFirst } from "../api/acknowledge.ts";
import { forLog } from "../api/for-log.ts";
import type { Modal } from "../form/modal.ts";
import { cardBody, type KeepLine, type KeepLineOf } from "../speak/looks.ts";
import { type Library, sendCard } from "../speak/upload.ts";
import { actorOf, localeOf } from "./asker.ts";

/** A card that the member alone sees, and the message that shows it. */
export interface Shown {
  card: Card;
  message: string;
}

/** Answers interactions. Only `open` throws: a member who can't be answered has closed the door, and the log says so. */
export interface Answers {
  /** Notes that the member is told “thinking…” already. */
  deferred(to: Ticket): void;
  /** Says “thinking…” to the member, unless that is done. False when Discord takes no answer: then nothing may run. */
  defer(to: Ticket): Promise<boolean>;
  /** Shows cards after `defer`: those for the channel as the bot's own messages, the others to the member alone. */
  show(to: Ticket, place: Place | undefined, cards: readonly Card<Text>[]): Promise<readonly Shown[]>;
  /** A card for the member as the first answer. */
  reply(to: Ticket, card: Card<Text>): Promise<void>;
  /** A form as the first answer. Throws when Discord doesn't take this one; another answer can be given then. */
  open(to: Ticket, modal: Modal): Promise<void>;
  suggest(to: Ticket, choices: APIApplicationCommandOptionChoice<string>[]): Promise<void>;
  /** A card for the member, whether or not `defer` came before. */
  tell(to: Ticket, card: Card<Text>): Promise<void>;
}

interface Parts {
  rest: REST;
  chat: Pick<Chat, "post">;
  keep: KeepLineOf;
  library: Library;
  log: Logger;
}

function originalOf({ application_id, token }: Ticket) {
  return Routes.webhookMessage(application_id, token, "@original");
}

export function createAnswers({ rest, chat, keep, library, log }: Parts): Answers {
  const deferred = new WeakSet<Ticket>();
  /** What is kept for an answer is whose who is answered. */
  const keepFor = (to: Ticket): KeepLine => {
    const { id } = actorOf(to);
    return (line) => keep(line, id);
  };

  async function defer(to: Ticket): Promise<boolean> {
    if (deferred.has(to)) return true;
    const taken = await acknowledge(rest, log, to);
    if (taken) deferred.add(to);
    return taken;
  }

  async function reply(to: Ticket, card: Card<Text>): Promise<void> {
    const body = await cardBody(renderCard(card, localeOf(to)), { keep: keepFor(to) });
    await first(to, Kind.ChannelMessageWithSource, { ...body, flags: body.flags | MessageFlags.Ephemeral });
  }

  const first = (to: Ticket, type: Kind, data: object) => tryFirst(rest, log, to, type, data);

  async function open(to: Ticket, modal: Modal): Promise<void> {
    try {
      await answerFirst(rest, to, Kind.Modal, modal);
    } catch (error) {
      if (!isMissed(error)) throw forLog(error);
      log.info({ err: forLog(error), source: to.id }, "a form came too late");
    }
  }

  async function post(to: Ticket, place: Place, index: number, card: Card): Promise<boolean> {
    const key = index === 0 ? to.id : `${to.id}.${index}`;
    try {
      await chat.post(place, { key, again: false }, card);
      return true;
    } catch (error) {
      const level = error instanceof MessageGone ? "info" : "warn";
      log[level]({ err: forLog(error), source: to.id }, "a card could not be posted, so its member alone sees it");
      return false;
    }
  }

  /** Discord takes the first card in the place of “thinking…”, and the others after it. */
  function send(to: Ticket, place: Place | undefined, index: number, card: Card): Promise<APIMessage> {
    const flags = MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral;
    const showing = {
      card,
      library,
      keep: keepFor(to),
      limit: place?.uploadLimit,
      ...(index === 0 ? {} : { more: { flags } }),
    };
    return sendCard(showing, async (request) => {
      const options = { ...request, auth: false };
      return (await (index === 0
        ? rest.patch(originalOf(to), options)
        : rest.post(Routes.webhook(to.application_id, to.token), options))) as APIMessage;
    });
  }

  async function show(to: Ticket, place: Place | undefined, given: readonly Card<Text>[]): Promise<readonly Shown[]> {
    const cards = given.map((card) => renderCard(card, localeOf(to)));
    const left: Card[] = [];
    for (const [index, card] of cards.entries()) {
      const posted = card.audience === "channel" && place && (await post(to, place, index, card));
      if (!posted) left.push(card);
    }
    const shown: Shown[] = [];
    try {
      if (left.length === 0) await rest.delete(originalOf(to), { auth: false });
      for (const [index, card] of left.entries()) {
        const { id } = await send(to, place, index, card);
        shown.push({ card, message: id });
      }
    } catch (error) {
      log.warn({ err: forLog(error), source: to.id }, "a member could not be answered");
    }
    return shown;
  }

  return {
    deferred: (to) => void deferred.add(to),
    defer,
    show,
    reply,
    open,
    suggest: async (to, choices) => {
      await first(to, Kind.ApplicationCommandAutocompleteResult, { choices });
    },
    tell: async (to, card) => {
      if (deferred.has(to)) await show(to, undefined, [card]);
      else await reply(to, card);
    },
  };
}
