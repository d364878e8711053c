import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
  ApplicationCommandOptionType as Type,
} from "discord.js";
import type { Command } from "../../chat/command/command.ts";
import { groupOf, subcommandOf } from "../../chat/command/find.ts";
import type { MessageCommand } from "../../chat/command/message-command.ts";
import type { Option } from "../../chat/command/option.ts";
import { allOf, type Text } from "../../text/text.ts";
import { COMMANDS } from "../api/limits.ts";
import { type Localizations, translate } from "./translate.ts";

/** A command as Discord registers it. */
export type Drawn = RESTPostAPIApplicationCommandsJSONBody;

/** On servers, and in the bot's own DM; never in DMs of others, where the bot can't post. */
const EVERYWHERE = {
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
  integration_types: [ApplicationIntegrationType.GuildInstall],
};

/**
 * All commands as Discord draws them: those of two words are subcommands of one, message commands stand in the menu of
 * a message. What only buttons type is left out.
 */
export function drawCommands(commands: readonly Command[], messageCommands: readonly MessageCommand[]): Drawn[] {
  const listed = commands.filter(({ unlisted }) => !unlisted);
  const groups = Map.groupBy(listed, groupOf);
  return [
    ...[...groups].map(([name, members]) => drawGroup(name, members)),
    ...messageCommands.map(drawMessageCommand),
  ];
}

function drawGroup(name: string, members: readonly Command[]): Drawn {
  const [only] = members;
  const alone = members.length === 1 && only?.name === name ? only : undefined;
  const words = members.map(subcommandOf);
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    ...describe(alone?.description ?? allOf(words)),
    options: alone ? drawOptions(alone) : members.map((member, index) => drawSubcommand(words[index] ?? "", member)),
    // Discord hides whole commands alone; of a mixed one, dispatch refuses the subcommands that are for admins.
    ...(members.every(({ adminOnly }) => adminOnly)
      ? { default_member_permissions: String(PermissionFlagsBits.ManageGuild) }
      : {}),
    ...EVERYWHERE,
  };
}

/** By its English name an interaction says later which was chosen. What is typed after a slash is never translated. */
function drawMessageCommand({ name }: MessageCommand): Drawn {
  const { english, others } = translate(name, COMMANDS.menuName);
  return {
    type: ApplicationCommandType.Message,
    name: english,
    ...(others && { name_localizations: others }),
    ...EVERYWHERE,
  };
}

function drawSubcommand(name: string, command: Command): APIApplicationCommandSubcommandOption {
  return {
    type: Type.Subcommand,
    name,
    ...describe(command.description),
    options: drawOptions(command),
  };
}

/** Each file has an option of its own there, so nothing has to say where files go. */
function drawOptions({ options }: Command): APIApplicationCommandBasicOption[] {
  const drawn = Object.entries(options).filter(([, { filesGo }]) => filesGo === undefined);
  return drawn.map(([name, option]) => drawOption(name, option));
}

function drawOption(name: string, option: Option<unknown>): APIApplicationCommandBasicOption {
  const base = { name, ...describe(option.description) };
  switch (option.kind) {
    case "text": {
      const length = option.maxLength === undefined ? {} : { max_length: option.maxLength };
      return option.completes
        ? { ...base, type: Type.String, autocomplete: true, ...length }
        : { ...base, type: Type.String, ...length };
    }
    case "integer":
      return {
        ...base,
        type: Type.Integer,
        ...(option.min === undefined ? {} : { min_value: option.min }),
        ...(option.max === undefined ? {} : { max_value: option.max }),
      };
    case "choice":
      return { ...base, type: Type.String, choices: (option.choices ?? []).map((value) => ({ name: value, value })) };
    case "flag":
      return { ...base, type: Type.Boolean };
    case "member":
      return { ...base, type: Type.User };
    case "role":
      return { ...base, type: Type.Role };
    case "channel":
      return { ...base, type: Type.Channel };
    case "image":
    case "video":
      // A hint for Discord's own picker, by the file's name: the bytes decide.
      return { ...base, type: Type.Attachment, file_types: [option.kind] };
  }
}

function describe(text: Text): { description: string; description_localizations?: Localizations } {
  const { english, others } = translate(text, COMMANDS.description);
  return { description: english, ...(others && { description_localizations: others }) };
}
