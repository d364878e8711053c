import type { APIModalSubmitInteraction } from "discord.js";
import { staleButtonCard } from "../../chat/cards/notices.ts";
import type { Command } from "../../chat/command/command.ts";
import { commandNamed } from "../../chat/command/find.ts";
import { readForm } from "../../chat/form/form.ts";
import { formatLine } from "../../chat/line/line.ts";
import { type AttachmentOf, revive } from "../api/attachments.ts";
import { readFormId, readSubmission } from "../form/modal.ts";
import type { Kept } from "../speak/kept.ts";
import { takeLinks } from "./given.ts";
import { lostFormCard } from "./hear.words.ts";
import type { Run } from "./run.ts";

interface Parts {
  commands: readonly Command[];
  kept: Pick<Kept, "files">;
  run: Run;
  attachmentOf: AttachmentOf;
}

/** A form that was filled in and sent: its command runs. */
export function createSubmit({ commands, kept, run, attachmentOf }: Parts) {
  return (interaction: APIModalSubmitInteraction): Promise<void> =>
    run(interaction, async () => {
      const { data } = interaction;
      const form = readFormId(data.custom_id);
      const command = form && commandNamed(commands, form.command);
      if (!form || !command) return staleButtonCard();
      const { values, more, files } = readSubmission(data);
      const there = form.token === undefined ? {} : await kept.files(form.token);
      if (!there) return lostFormCard(`${formatLine(command.name, filledIn(values))} ${more}`.trim());
      const attachments = files.map(attachmentOf);
      const { options = {}, ...typed } = readForm(
        { kept: revive(there, attachmentOf) },
        { values, more, files: attachments },
      );
      return { command: command.name, typed: { ...typed, options: takeLinks(command, options) } };
    });
}

function filledIn(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
}
