import type { APIInteraction } from "discord.js";
import type { Card } from "../../chat/contract/card.ts";
import type { Aside, Place, Typed } from "../../chat/contract/invocation.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";
import { createTurns } from "../../chat/serve/turns.ts";
import type { Text } from "../../text/text.ts";
import { type FilesByOption, keepableFiles } from "../api/attachments.ts";
import type { Reach } from "../api/reach.ts";
import type { Kept } from "../speak/kept.ts";
import type { UploadLimits } from "../speak/upload-limits.ts";
import type { Answers, Shown } from "./answers.ts";
import { type AskerOf, actorOf, localeOf } from "./asker.ts";
import { filesGiven } from "./given.ts";
import { homelessCard } from "./hear.words.ts";

/** What an interaction asks for, or the card that says why that can't be told. */
export type Ask = () => Promise<{ command: string; typed: Typed } | Card<Text>>;

/**
 * Runs what an interaction asks for, and shows what comes of it. It acknowledges first and only then does anything: what
 * Discord took no answer for, its member believes has failed. Throws TooMuchAtOnce before anything has run.
 */
export type Run = (interaction: APIInteraction, ask: Ask) => Promise<void>;

interface Parts {
  dispatch: Pick<Dispatch, "commands" | "run" | "shown">;
  answers: Pick<Answers, "defer" | "show">;
  askerOf: AskerOf;
  kept: Pick<Kept, "keepFilesOf">;
  reach: Reach;
  limits: Pick<UploadLimits, "of">;
}

interface Followed {
  cards: readonly Card<Text>[];
  /** Where the cards for all belong. */
  place?: Place;
  /** What came with the command. */
  files: FilesByOption;
}

/**
 * Commands that are followed at the same time. So many more may wait that the last of them still is answered in the 15
 * minutes for which that can be done. One member has a small part of both.
 */
const TURNS = { atOnce: 24, waiting: 5_000, atOnceOfOne: 4, waitingOfOne: 500 };

export function createRun({ dispatch, answers, askerOf, kept, reach, limits }: Parts): Run {
  const turns = createTurns(TURNS);

  async function follow(interaction: APIInteraction, ask: Ask, aside: Aside): Promise<Followed> {
    const asked = await ask();
    if ("title" in asked) return { cards: [asked], files: {} };
    const asker = await askerOf(interaction);
    if (!asker) return { cards: [homelessCard()], files: {} };
    const { command, typed } = asked;
    const { actor } = asker;
    const uploadLimit = await limits.of(interaction.guild_id, interaction.attachment_size_limit);
    const blocked = await reach(interaction);
    const place = { ...asker.place, uploadLimit, ...(blocked ? { blocked } : {}) };
    const locale = localeOf(interaction);
    const cards = await dispatch.run({ sourceId: interaction.id, command, typed, actor, place, locale, aside });
    return { cards, place, files: keepableFiles(filesGiven(dispatch.commands, command, typed)) };
  }

  /** For the forms that the buttons of refusals open. */
  async function keepFiles(shown: readonly Shown[], files: FilesByOption, user: string): Promise<void> {
    if (Object.keys(files).length === 0) return;
    for (const { card, message } of shown) {
      const refuses = card.tone === "bad" && card.buttons?.some(({ does }) => does === "edit");
      if (refuses) await kept.keepFilesOf(message, files, user);
    }
  }

  return async (interaction, ask) => {
    if (!(await answers.defer(interaction))) return;
    const { id: user } = actorOf(interaction);
    const { cards, place, files } = await turns.take(user, (aside) => follow(interaction, ask, aside));
    const shown = await answers.show(interaction, place, cards);
    await dispatch.shown(cards);
    await keepFiles(shown, files, user);
  };
}
