import type { APIChatInputApplicationCommandInteraction } from "discord.js";
import type { Command } from "../../chat/command/command.ts";
import { commandNamed } from "../../chat/command/find.ts";
import { lackingOf } from "../../chat/form/lacking.ts";
import type { AttachmentOf } from "../api/attachments.ts";
import { takeLinks } from "./given.ts";
import type { Open } from "./open.ts";
import { readSlash } from "./read-slash.ts";
import type { Run } from "./run.ts";

interface Parts {
  commands: readonly Command[];
  run: Run;
  open: Open;
  attachmentOf: AttachmentOf;
}

/** A slash command: it runs, or opens its form when what it is made from is missing. */
export function createSlash({ commands, run, open, attachmentOf }: Parts) {
  return async (interaction: APIChatInputApplicationCommandInteraction): Promise<void> => {
    const { command: name, options } = readSlash(interaction.data, attachmentOf);
    const command = commandNamed(commands, name);
    const given = command ? takeLinks(command, options) : options;
    if (command && lackingOf(command.options, given)) return open(interaction, { command, given });
    return run(interaction, async () => ({ command: name, typed: { options: given } }));
  };
}
