import { randomBytes } from "node:crypto";
import {
  type APIApplicationCommandAutocompleteInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageApplicationCommandInteraction,
  type APIMessageComponentInteraction,
  type APIModalSubmitInteraction,
  ApplicationCommandType,
  InteractionType,
} from "discord.js";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { sayRefusal } from "../../chat/cards/messages.ts";
import {
  homelessCard,
  lostFormCard,
  nothingThereCard,
  refusedCard,
  sayOurFault,
  sayTooMuch,
  staleButtonCard,
} from "../../chat/cards/notices.ts";
import { commandNamed, findCommand } from "../../chat/command/find.ts";
import type { MessageCommand } from "../../chat/command/message-command.ts";
import type { Card } from "../../chat/contract/card.ts";
import {
  type Aside,
  type Invocation,
  isAttachment,
  type Place,
  type RawValue,
  type Typed,
} from "../../chat/contract/invocation.ts";
import { givenBy, readForm } from "../../chat/form/form.ts";
import { formatLine } from "../../chat/line/line.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";
import { createTurns, TooMuchAtOnce } from "../../chat/serve/turns.ts";
import { attachmentOf, type FetchFile, keepable } from "../api/attachments.ts";
import { forLog } from "../api/for-log.ts";
import type { Reach } from "../api/reach.ts";
import { modalOf, type Opening, readFormId, readSubmission } from "../form/form.ts";
import type { FilesByOption, Kept } from "../speak/kept.ts";
import { BUTTON_IDS } from "../speak/looks.ts";
import type { UploadLimits } from "../speak/upload-limits.ts";
import type { Answers } from "./answers.ts";
import { begunIn, choicesFor } from "./autocomplete.ts";
import { filesGiven, takeLinks, wantsForm } from "./given.ts";
import type { Homes } from "./homes.ts";
import { chooseFile, chooseLastFrame, takenBy } from "./message-files.ts";
import { actorOf, spotOf } from "./origin.ts";
import { readSlash } from "./slash.ts";

type Asker = Pick<Invocation, "actor" | "place">;

/** What an interaction asks for, or the card that says why that can't be told. */
type Ask = () => Promise<{ command: string; typed: Typed } | Card>;

interface Followed {
  cards: readonly Card[];
  place?: Place;
  files: FilesByOption;
}

/**
 * Commands that are followed at the same time. So many more may wait that the last of them still is answered in the 15
 * minutes for which that can be done. One member has a small part of both.
 */
const TURNS = { atOnce: 24, waiting: 5_000, atOnceOfOne: 4, waitingOfOne: 500 };

export interface InteractionParts {
  dispatch: Dispatch;
  messageCommands: readonly MessageCommand[];
  answers: Answers;
  kept: Kept;
  homes: Homes;
  reach: Reach;
  limits: Pick<UploadLimits, "of">;
  fetchFile: FetchFile;
  clock: Clock;
  log: Logger;
}

/**
 * Hears what a member did; `deferred` says that they are told “thinking…” already. The promise is settled when all that
 * follows of it is done, and never rejects.
 */
export type Hear = (interaction: APIInteraction, how: { deferred: boolean }) => Promise<void>;

export function createHearing(parts: InteractionParts): Hear {
  const { dispatch, messageCommands, answers, kept, homes, reach, limits, fetchFile, clock, log } = parts;
  const turns = createTurns(TURNS);

  /** Who asks, and where. Undefined in a DM of somebody who uses Reelay on no server. */
  async function askerOf(interaction: APIInteraction): Promise<Asker | undefined> {
    const actor = actorOf(interaction);
    const spot = spotOf(interaction);
    const { guild_id: guild } = interaction;
    if (guild !== undefined) {
      await homes.remember(actor.id, guild);
      return { actor, place: { ...spot, workspace: guild } };
    }
    const home = await homes.of(actor.id);
    return home && { actor: { ...actor, roles: home.roles }, place: { ...spot, workspace: home.guild } };
  }

  /** Acknowledges and only then does anything: what Discord took no answer for, its member believes has failed. */
  async function run(interaction: APIInteraction, ask: Ask): Promise<void> {
    if (!(await answers.defer(interaction))) return;
    const { cards, place, files } = await turns.take(actorOf(interaction).id, (aside) =>
      follow(interaction, ask, aside),
    );
    const shown = await answers.show(interaction, place, cards);
    await dispatch.shown(cards);
    if (Object.keys(files).length === 0) return;
    for (const { card, message } of shown) {
      if (card.tone === "bad" && card.buttons?.some(({ does }) => does === "edit")) {
        await kept.keepFilesOf(message, files, actorOf(interaction).id);
      }
    }
  }

  /** The cards that answer, where they belong, and the files that came with the command. */
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
    const locale = "locale" in interaction ? interaction.locale : "en";
    const cards = await dispatch.run({ sourceId: interaction.id, command, typed, actor, place, locale, aside });
    return { cards, place, files: keepAll(filesGiven(dispatch.commands, command, typed)) };
  }

  async function open(interaction: APIInteraction, opening: Opening): Promise<void> {
    const files = keepAll(opening.given);
    const token = Object.keys(files).length === 0 ? undefined : await kept.keepFiles(files, actorOf(interaction).id);
    await answers.open(interaction, modalOf(opening, token));
  }

  async function slash(interaction: APIChatInputApplicationCommandInteraction): Promise<void> {
    const { command: name, options } = readSlash(interaction.data, fetchFile);
    const command = commandNamed(dispatch.commands, name);
    const given = command ? takeLinks(command, options) : options;
    if (command && wantsForm(command, given)) return open(interaction, { command, given });
    return run(interaction, async () => ({ command: name, typed: { options: given } }));
  }

  async function onMessage(interaction: APIMessageApplicationCommandInteraction): Promise<void> {
    const { data } = interaction;
    const asked = messageCommands.find(({ name }) => name === data.name);
    const message = data.resolved.messages[data.target_id];
    if (!asked || !message) return answers.reply(interaction, staleButtonCard());
    const chosen =
      chooseFile(asked, message, fetchFile) ??
      (await chooseLastFrame(asked, message, async (job) => typeof (await lineOfJob(interaction, job)) === "string"));
    const command = dispatch.commands.find(({ name }) => name === chosen?.place.command);
    if (!chosen || !command) return answers.reply(interaction, nothingThereCard(asked.name, takenBy(asked)));
    const { place, value, of } = chosen;
    return open(interaction, { command, given: { [place.option]: value }, of });
  }

  async function onButton(interaction: APIMessageComponentInteraction): Promise<void> {
    const { custom_id: id } = interaction.data;
    if (id.startsWith(BUTTON_IDS.run)) {
      const { name: command, rest: line } = findCommand(dispatch.commands, id.slice(BUTTON_IDS.run.length));
      return run(interaction, async () => ({ command, typed: { line } }));
    }
    const line = await lineOf(interaction, id);
    if (typeof line === "object") return answers.reply(interaction, line);
    const { command, rest } = findCommand(dispatch.commands, line);
    if (!command) return answers.reply(interaction, staleButtonCard());
    const files = await kept.filesOf(interaction.message.id, actorOf(interaction).id);
    return open(interaction, { command, given: { ...givenBy(command, rest), ...revive(files) } });
  }

  /** The line that a button puts into a form, or the card that says why there is none. */
  async function lineOf(interaction: APIMessageComponentInteraction, id: string): Promise<string | Card> {
    if (id.startsWith(BUTTON_IDS.edit)) return id.slice(BUTTON_IDS.edit.length);
    if (id.startsWith(BUTTON_IDS.kept)) {
      return (await kept.line(id.slice(BUTTON_IDS.kept.length))) ?? staleButtonCard();
    }
    if (!id.startsWith(BUTTON_IDS.job)) return staleButtonCard();
    return lineOfJob(interaction, id.slice(BUTTON_IDS.job.length));
  }

  /** The line of a job that is theirs to use, or the card that says why it isn't. */
  async function lineOfJob(interaction: APIInteraction, job: string): Promise<string | Card> {
    const asker = await askerOf(interaction);
    if (!asker) return homelessCard();
    try {
      return await dispatch.lineOf(asker, job);
    } catch (error) {
      const sentence = sayRefusal(error);
      if (sentence === undefined) throw error;
      return refusedCard(sentence);
    }
  }

  async function onForm(interaction: APIModalSubmitInteraction): Promise<void> {
    const { data } = interaction;
    return run(interaction, async () => {
      const form = readFormId(data.custom_id);
      const command = dispatch.commands.find(({ name }) => name === form?.command);
      if (!form || !command) return staleButtonCard();
      const { values, more, files } = readSubmission(data);
      const there = form.token === undefined ? {} : await kept.files(form.token);
      if (!there) return lostFormCard(`${formatLine(command.name, filledIn(values))} ${more}`.trim());
      const attachments = files.map((file) => attachmentOf(file, fetchFile));
      const { options = {}, ...typed } = readForm({ kept: revive(there) }, { values, more, files: attachments });
      return { command: command.name, typed: { ...typed, options: takeLinks(command, options) } };
    });
  }

  async function onTyping(interaction: APIApplicationCommandAutocompleteInteraction): Promise<void> {
    await answers.suggest(interaction, await suggestions(interaction));
  }

  async function suggestions(interaction: APIApplicationCommandAutocompleteInteraction) {
    const begun = begunIn(interaction);
    if (!begun) return [];
    try {
      const asker = await askerOf(interaction);
      return asker ? await choicesFor(begun, asker, { dispatch, clock }) : [];
    } catch (error) {
      log.warn({ err: forLog(error) }, "nothing could be suggested at Discord");
      return [];
    }
  }

  function revive(files: FilesByOption) {
    return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, attachmentOf(file, fetchFile)]));
  }

  function hear(interaction: APIInteraction): Promise<void> {
    switch (interaction.type) {
      case InteractionType.ApplicationCommand:
        if (interaction.data.type === ApplicationCommandType.ChatInput) {
          return slash(interaction as APIChatInputApplicationCommandInteraction);
        }
        if (interaction.data.type === ApplicationCommandType.Message) {
          return onMessage(interaction as APIMessageApplicationCommandInteraction);
        }
        return Promise.resolve();
      case InteractionType.MessageComponent:
        return onButton(interaction);
      case InteractionType.ApplicationCommandAutocomplete:
        return onTyping(interaction);
      case InteractionType.ModalSubmit:
        return onForm(interaction);
      case InteractionType.Ping:
        return Promise.resolve();
    }
  }

  return async (interaction, { deferred }) => {
    if (deferred) answers.deferred(interaction);
    try {
      await hear(interaction);
    } catch (error) {
      if (error instanceof TooMuchAtOnce) {
        log.warn({ reason: error.message, source: interaction.id }, "a member was sent away");
        return answers.tell(interaction, refusedCard(sayTooMuch(error.of)));
      }
      const reference = randomBytes(4).toString("hex");
      log.error({ reference, err: forLog(error), source: interaction.id }, "an interaction could not be followed");
      await answers.tell(interaction, refusedCard(sayOurFault(reference)));
    }
  };
}

/** Those files of what is given that can be kept. */
function keepAll(given: Readonly<Record<string, RawValue>>): FilesByOption {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const file = isAttachment(value) ? keepable(value) : undefined;
      return file ? [[name, file]] : [];
    }),
  );
}

function filledIn(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
}
