import type { APIMessageApplicationCommandInteraction } from "discord.js";
import { nothingThereCard, staleButtonCard } from "../../chat/cards/notices.ts";
import type { Command } from "../../chat/command/command.ts";
import { commandNamed } from "../../chat/command/find.ts";
import type { MessageCommand } from "../../chat/command/message-command.ts";
import { inEnglish } from "../../text/render.ts";
import type { AttachmentOf } from "../api/attachments.ts";
import type { Answers } from "./answers.ts";
import type { JobLine } from "./job-line.ts";
import { chooseFile, chooseLastFrame, takenBy } from "./message-files.ts";
import type { Open } from "./open.ts";

interface Parts {
  commands: readonly Command[];
  messageCommands: readonly MessageCommand[];
  answers: Pick<Answers, "reply">;
  jobLine: JobLine;
  open: Open;
  attachmentOf: AttachmentOf;
}

/** What was chosen from a message's menu: the form of the command that the message's file goes into. */
export function createMenu({ commands, messageCommands, answers, jobLine, open, attachmentOf }: Parts) {
  return async (interaction: APIMessageApplicationCommandInteraction): Promise<void> => {
    const { data } = interaction;
    const asked = messageCommands.find(({ name }) => inEnglish(name) === data.name);
    const message = data.resolved.messages[data.target_id];
    if (!asked || !message) return answers.reply(interaction, staleButtonCard());
    const mayUse = async (job: string) => typeof (await jobLine(interaction, job)) === "string";
    const chosen = chooseFile(asked, message, attachmentOf) ?? (await chooseLastFrame(asked, message, mayUse));
    const command = chosen && commandNamed(commands, chosen.place.command);
    if (!chosen || !command) return answers.reply(interaction, nothingThereCard(asked.name, takenBy(asked)));
    const { place, value, of } = chosen;
    return open(interaction, { command, given: { [place.option]: value }, of });
  };
}
