import { type APIInteraction, ApplicationCommandType, InteractionType } from "discord.js";
import type { Command } from "../../chat/command/command.ts";
import type { Attachment } from "../../chat/contract/invocation.ts";
import { lackingOf } from "../../chat/form/lacking.ts";
import type { FileData } from "../api/attachments.ts";
import { type Outline, takeLinks } from "../hear/given.ts";
import { readSlash } from "../hear/slash.ts";
import { BUTTON_IDS } from "../speak/looks.ts";

/** What of the commands has to be known to tell which of them open forms; unlike a command, a thread can be given it. */
export function outlinesOf(commands: readonly Command[]): Outline[] {
  return commands.map(({ name, options }) => ({
    name,
    options: Object.fromEntries(
      Object.entries(options).map(([option, { kind, rest = false, bare = false }]) => [option, { kind, rest, bare }]),
    ),
  }));
}

/** Whether “thinking…” is the right first answer, whatever comes of it: neither a form nor a list of choices. */
export function isDeferred(interaction: APIInteraction, outlines: readonly Outline[]): boolean {
  switch (interaction.type) {
    case InteractionType.ApplicationCommand: {
      if (interaction.data.type !== ApplicationCommandType.ChatInput) return false;
      const { command, options } = readSlash(interaction.data, unopened);
      const outline = outlines.find(({ name }) => name === command);
      return !outline || !lackingOf(outline.options, takeLinks(outline, options));
    }
    case InteractionType.MessageComponent:
      return interaction.data.custom_id.startsWith(BUTTON_IDS.run);
    case InteractionType.ModalSubmit:
      return true;
    default:
      return false;
  }
}

/** That a file is there tells a command from a form; nobody opens it here. */
function unopened({ name }: FileData): Attachment {
  const open = () => Promise.reject(new Error("No file is opened to tell a form from a command"));
  return { name, open };
}
