import { type APIChatInputApplicationCommandInteractionData, ApplicationCommandOptionType as Type } from "discord.js";
import type { RawValue } from "../../chat/contract/invocation.ts";
import { type AttachmentOf, fileData } from "../api/attachments.ts";

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
