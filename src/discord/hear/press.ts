import type { APIMessageComponentInteraction } from "discord.js";
import { staleButtonCard } from "../../chat/cards/notices.ts";
import type { Command } from "../../chat/command/command.ts";
import { findCommand } from "../../chat/command/find.ts";
import type { Card } from "../../chat/contract/card.ts";
import { givenBy } from "../../chat/form/form.ts";
import type { Text } from "../../text/text.ts";
import { type AttachmentOf, revive } from "../api/attachments.ts";
import type { Kept } from "../speak/kept.ts";
import { BUTTON_IDS } from "../speak/looks.ts";
import type { Answers } from "./answers.ts";
import { actorOf } from "./asker.ts";
import type { JobLine } from "./job-line.ts";
import type { Open } from "./open.ts";
import type { Run } from "./run.ts";

interface Parts {
  commands: readonly Command[];
  answers: Pick<Answers, "reply">;
  kept: Pick<Kept, "line" | "filesOf">;
  jobLine: JobLine;
  run: Run;
  open: Open;
  attachmentOf: AttachmentOf;
}

/** A button that was pressed: its line runs, or stands in a form. */
export function createPress({ commands, answers, kept, jobLine, run, open, attachmentOf }: Parts) {
  /** The line for a form, or the card that says why there is none. */
  async function lineOf(interaction: APIMessageComponentInteraction, id: string): Promise<string | Card<Text>> {
    if (id.startsWith(BUTTON_IDS.edit)) return id.slice(BUTTON_IDS.edit.length);
    if (id.startsWith(BUTTON_IDS.kept)) {
      return (await kept.line(id.slice(BUTTON_IDS.kept.length))) ?? staleButtonCard();
    }
    if (!id.startsWith(BUTTON_IDS.job)) return staleButtonCard();
    return jobLine(interaction, id.slice(BUTTON_IDS.job.length));
  }

  return async (interaction: APIMessageComponentInteraction): Promise<void> => {
    const { custom_id: id } = interaction.data;
    if (id.startsWith(BUTTON_IDS.run)) {
      const { name: command, rest: line } = findCommand(commands, id.slice(BUTTON_IDS.run.length));
      return run(interaction, async () => ({ command, typed: { line } }));
    }
    const line = await lineOf(interaction, id);
    if (typeof line === "object") return answers.reply(interaction, line);
    const { command, rest } = findCommand(commands, line);
    if (!command) return answers.reply(interaction, staleButtonCard());
    const files = await kept.filesOf(interaction.message.id, actorOf(interaction).id);
    return open(interaction, { command, given: { ...givenBy(command, rest), ...revive(files, attachmentOf) } });
  };
}
