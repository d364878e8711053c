import type { Logger } from "../../base/log.ts";
import { sayTooMuch } from "../../chat/cards/notices.ts";
import { refusedCard } from "../../chat/cards/refusals.ts";
import type { Command } from "../../chat/command/command.ts";
import { commandNamed } from "../../chat/command/find.ts";
import type { Card } from "../../chat/contract/card.ts";
import type { Place, Typed } from "../../chat/contract/invocation.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";
import { TooMuchAtOnce, type Turns } from "../../chat/serve/turns.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import type { Profiles } from "../api/profiles.ts";
import type { Answers } from "../speak/answers.ts";
import type { StoredFile } from "../speak/kept.ts";
import type { OriginThere } from "../speak/origin.ts";
import type { Guard } from "./guard.ts";

/** For whom nothing is done and where the bot can't post, and why. */
const words = sentences("slack-run", {
  bot: "I only work for people, not for other apps.",
  gone: "Your account in this workspace is closed.",
  stranger:
    "You're here from another workspace, and credits belong to this one. Ask someone in it to make the video for you.",
  notInvited:
    "I'm not in this channel, so I can't post the video here. Invite me with /invite @Reelay, then send it again.",
  closed:
    "I'm not part of this conversation and can't be added to it, so I can't post the video here. Send it in a channel, or in a direct message to me.",
  elsewhere: "I'm not set up for this workspace. Ask whoever runs Reelay to install it here.",
});

/** One command to be run, as it was typed, pressed or filled in. */
export interface Order {
  command: string;
  typed: Typed;
  /** The files of a form, by option, so that a refused one can be filled in again. */
  files?: Readonly<Record<string, StoredFile>>;
}

/** What the command answers. Nothing is done for those who are nobody here. */
export type CardsOf = (origin: OriginThere, order: Order) => Promise<readonly Card<Text>[]>;

/** Runs a command and tells the member what came of it. Never throws: what goes wrong is in the log by a reference. */
export type Run = (origin: OriginThere, order: Order) => Promise<void>;

interface CardsPorts {
  dispatch: Pick<Dispatch, "commands" | "run">;
  profiles: Profiles;
  /** Gets the bot into the channel where it may; else says why it can't post there. */
  reach(channel: string): Promise<"not invited" | undefined>;
  /** What is acknowledged waits here, so that it holds up no other acknowledgement. */
  turns: Turns;
  /** The workspace that the bot is in; undefined when it is in a whole organisation. */
  workspace: string | undefined;
  log: Logger;
}

export function createCardsOf({ dispatch, profiles, reach, turns, workspace: own, log }: CardsPorts): CardsOf {
  /** Why the bot can't post there, where the command posts at all. */
  const blockedFor = async ({ channel, closed }: OriginThere, name: string): Promise<Text | undefined> => {
    if (onlyShows(commandNamed(dispatch.commands, name))) return undefined;
    if ((await reach(channel)) === undefined) return undefined;
    return closed ? words.closed : words.notInvited;
  };

  return async (origin, { command, typed }) => {
    const { workspace, user, channel, thread, sourceId } = origin;
    if (own !== undefined && workspace !== own) return [refusedCard(words.elsewhere)];
    const { actor, locale, refused } = await profiles.find(workspace, user);
    if (refused) {
      log.info({ user, workspace, refused }, "nothing is done for this user");
      return [refusedCard(words[refused])];
    }
    const blocked = await blockedFor(origin, command);
    const place: Place = {
      ...{ platform: "slack", workspace, channel },
      ...(thread === undefined ? {} : { thread }),
      ...(blocked === undefined ? {} : { blocked }),
    };
    try {
      return await turns.take(`${workspace} ${user}`, (aside) =>
        dispatch.run({ sourceId, command, typed, actor, place, locale, aside }),
      );
    } catch (error) {
      if (!(error instanceof TooMuchAtOnce)) throw error;
      log.warn({ reason: error.message }, "a member was sent away");
      return [refusedCard(sayTooMuch(error.of))];
    }
  };
}

interface RunPorts {
  cardsOf: CardsOf;
  guard: Guard;
  answers: Pick<Answers, "give">;
  dispatch: Pick<Dispatch, "shown">;
  /** The member has done something that their page may show. */
  acted(origin: OriginThere): void;
  log: Logger;
}

export function createRun({ cardsOf, guard, answers, dispatch, acted, log }: RunPorts): Run {
  return async (origin, order) => {
    let cards: readonly Card<Text>[] = [];
    await guard(origin, async () => {
      cards = await cardsOf(origin, order);
    });
    try {
      await answers.give(origin, cards, order.files);
      await dispatch.shown(cards);
    } catch (error) {
      // What was asked for has been done or refused; only the word of it is lost.
      log.warn({ err: error, source: origin.sourceId }, "a member could not be answered");
    }
    acted(origin);
  };
}

/** A command that needs none of its options only shows something, which needs no way into the channel. */
function onlyShows(command: Command | undefined): boolean {
  return command !== undefined && Object.values(command.options).every(({ bare }) => bare);
}
