import {
  type APIChatInputApplicationCommandInteraction,
  type APIChatInputApplicationCommandInteractionData,
  ApplicationCommandOptionType as Type,
} from "discord.js";
import type { Command } from "../../chat/command/command.ts";
import { commandNamed } from "../../chat/command/find.ts";
import type { RawValue } from "../../chat/contract/invocation.ts";
import { lackingOf } from "../../chat/form/lacking.ts";
import { type AttachmentOf, fileData } from "../api/attachments.ts";
import { takeLinks } from "./given.ts";
import type { Open } from "./open.ts";
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

/** The command that a slash command means, a subcommand by both its words, and its options by their names. */
export function readSlash(
  { name, options = [], resolved }: APIChatInputApplicationCommandInteractionData,
  attachmentOf: AttachmentOf,
): { command: string; options: Record<string, RawValue> } {
  const [first] = options;
  const isGroup = first?.type === Type.Subcommand;
  const given = isGroup ? (first.options ?? []) : options;
  const read = given.flatMap((option): [string, RawValue][] => {
    switch (option.type) {
      case Type.String:
      case Type.Integer:
      case Type.Boolean:
      case Type.User:
      case Type.Role:
      case Type.Channel:
        return [[option.name, option.value]];
      case Type.Attachment: {
        const attachment = resolved?.attachments?.[option.value];
        return attachment ? [[option.name, attachmentOf(fileData(attachment))]] : [];
      }
      default:
        return [];
    }
  });
  return { command: isGroup ? `${name} ${first.name}` : name, options: Object.fromEntries(read) };
}
