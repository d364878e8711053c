import {
  type APIApplicationCommandInteraction,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIMessageApplicationCommandInteraction,
  ApplicationCommandType,
  InteractionType,
} from "discord.js";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { sayTooMuch } from "../../chat/cards/notices.ts";
import { refusedCard } from "../../chat/cards/refusals.ts";
import type { MessageCommand } from "../../chat/command/message-command.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";
import { sayFault } from "../../chat/serve/fault.ts";
import { TooMuchAtOnce } from "../../chat/serve/turns.ts";
import type { AttachmentOf } from "../api/attachments.ts";
import { forLog } from "../api/for-log.ts";
import type { Reach } from "../api/reach.ts";
import type { Kept } from "../speak/kept.ts";
import type { UploadLimits } from "../speak/upload-limits.ts";
import type { Answers } from "./answers.ts";
import { createAskers } from "./asker.ts";
import { createComplete } from "./complete.ts";
import type { Homes } from "./homes.ts";
import { createJobLine } from "./job-line.ts";
import { createMenu } from "./menu.ts";
import { createOpen } from "./open.ts";
import { createPress } from "./press.ts";
import { createRun } from "./run.ts";
import { createSlash } from "./slash.ts";
import { createSubmit } from "./submit.ts";

export interface InteractionParts {
  dispatch: Dispatch;
  messageCommands: readonly MessageCommand[];
  answers: Answers;
  kept: Kept;
  homes: Homes;
  reach: Reach;
  limits: Pick<UploadLimits, "of">;
  attachmentOf: AttachmentOf;
  clock: Clock;
  log: Logger;
}

/**
 * Hears what a member did; `deferred` says that they are told “thinking…” already. The promise is settled when all that
 * follows of it is done, and never rejects.
 */
export type Hear = (interaction: APIInteraction, how: { deferred: boolean }) => Promise<void>;

/** Hands each kind of interaction to what follows it, and answers for what fails. */
export function createHearing(parts: InteractionParts): Hear {
  const { dispatch, messageCommands, answers, kept, homes, reach, limits, attachmentOf, clock, log } = parts;
  const { commands } = dispatch;
  const askerOf = createAskers(homes);
  const run = createRun({ dispatch, answers, askerOf, kept, reach, limits });
  const open = createOpen({ answers, kept });
  const jobLine = createJobLine({ dispatch, askerOf });
  const slash = createSlash({ commands, run, open, attachmentOf });
  const menu = createMenu({ commands, messageCommands, answers, jobLine, open, attachmentOf });
  const press = createPress({ commands, answers, kept, jobLine, run, open, attachmentOf });
  const submit = createSubmit({ commands, kept, run, attachmentOf });
  const complete = createComplete({ dispatch, answers, askerOf, clock, log });

  async function follow(interaction: APIInteraction): Promise<void> {
    switch (interaction.type) {
      case InteractionType.ApplicationCommand:
        if (isSlash(interaction)) return slash(interaction);
        return isFromMenu(interaction) ? menu(interaction) : undefined;
      case InteractionType.MessageComponent:
        return press(interaction);
      case InteractionType.ModalSubmit:
        return submit(interaction);
      case InteractionType.ApplicationCommandAutocomplete:
        return complete(interaction);
      case InteractionType.Ping:
        return;
    }
  }

  return async (interaction, { deferred }) => {
    if (deferred) answers.deferred(interaction);
    try {
      await follow(interaction);
    } catch (error) {
      if (error instanceof TooMuchAtOnce) {
        log.warn({ reason: error.message, source: interaction.id }, "a member was sent away");
        return answers.tell(interaction, refusedCard(sayTooMuch(error.of)));
      }
      const about = { err: forLog(error), source: interaction.id };
      await answers.tell(interaction, refusedCard(sayFault(log, "an interaction could not be followed", about)));
    }
  };
}

function isSlash(one: APIApplicationCommandInteraction): one is APIChatInputApplicationCommandInteraction {
  return one.data.type === ApplicationCommandType.ChatInput;
}

function isFromMenu(one: APIApplicationCommandInteraction): one is APIMessageApplicationCommandInteraction {
  return one.data.type === ApplicationCommandType.Message;
}
