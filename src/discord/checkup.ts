import {
  type APIApplication,
  type APIGatewayBotInfo,
  ApplicationFlagsBitField,
  DiscordAPIError,
  HTTPError,
  PermissionsBitField,
  type REST,
  type RESTGetAPICurrentUserGuildsResult,
  Routes,
} from "discord.js";
import { messageOf } from "../base/errors.ts";
import { andList, plural } from "../base/words.ts";
import type { Command } from "../chat/command/command.ts";
import type { MessageCommand } from "../chat/command/message-command.ts";
import type { Finding } from "../doctor/finding.ts";
import { inviteUrl, TO_POST } from "./api/invite.ts";
import { createRest } from "./api/rest.ts";
import { TokenRefused } from "./api/token.ts";
import { drawCommands } from "./commands/draw.ts";
import { readRegistered } from "./commands/register.ts";

export interface DiscordCheckup {
  token: string;
  /** Without the version. */
  apiUrl: string;
  guildId: string | undefined;
  /** What the operator says there are; undefined for as many as Discord recommends. */
  shardCount: number | undefined;
  /** What the token looks like, where that is known: for the sentence about one that Discord refuses. */
  looksLike: string | undefined;
  commands: readonly Command[];
  messageCommands: readonly MessageCommand[];
}

/** Somebody waits at a terminal. */
const PATIENCE = { retries: 1, timeout: 10_000 } as const;
/** https://discord.com/developers/docs/events/gateway#sharding */
const GUILDS_A_SHARD = 2_500;
/** One page of the bot's servers. */
const GUILDS_A_PAGE = 200;
/** Lines for so many servers in which something is missing; the others are counted. */
const MOST_TOLD = 5;

const fine = (about: string, says: string): Finding => ({ about, is: "fine", says });
const wrong = (about: string, says: string): Finding => ({ about, is: "wrong", says });
const note = (about: string, says: string): Finding => ({ about, is: "note", says });

/** Looks at the bot's application, its commands and its servers at Discord, by reads alone. */
export async function examineDiscord(parts: DiscordCheckup): Promise<Finding[]> {
  const rest = createRest({ token: parts.token, api: parts.apiUrl, more: PATIENCE });
  try {
    const application = (await rest.get(Routes.currentApplication())) as APIApplication;
    const looking = [
      lookAtShards(rest, parts.shardCount),
      lookAtCommands(rest, application.id, parts),
      lookAtServers(rest, application.id, parts.guildId),
    ];
    const found = await Promise.all(looking);
    return [
      fine("Discord token", `It is of the application “${application.name}” (${application.id}).`),
      ...judge(application),
      ...found.flat(),
    ];
  } catch (error) {
    return [wrong("Discord token", sayFailure(error, parts))];
  } finally {
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  }
}

function sayFailure(error: unknown, { apiUrl, looksLike }: DiscordCheckup): string {
  if (error instanceof TokenRefused) {
    const kind = looksLike === undefined ? "" : ` It looks like ${looksLike}.`;
    return `Discord doesn't know DISCORD_TOKEN: it was reset, or is another thing.${kind} Copy it anew: Bot → Reset Token in the developer portal.`;
  }
  if (error instanceof DiscordAPIError || error instanceof HTTPError) {
    return `Discord answered ${error.status} (${error.message}). Try again in some minutes.`;
  }
  return `${apiUrl} can't be reached: ${messageOf(error)}.`;
}

/** What the portal's switches are set to. */
function judge({
  id,
  flags,
  bot_public: open,
  bot_require_code_grant: code,
  interactions_endpoint_url: url,
}: APIApplication): Finding[] {
  const about = "Discord application";
  if (url) {
    return [
      wrong(
        about,
        `It has an Interactions Endpoint URL (${new URL(url).host}), so Discord sends commands there and none to Reelay. Remove it under General Information in the developer portal.`,
      ),
    ];
  }
  if (code) {
    return [
      wrong(
        about,
        "“Requires OAuth2 Code Grant” is on, so the invite link doesn't work. Turn it off under Bot in the developer portal.",
      ),
    ];
  }
  const intents = privilegedIn(flags);
  const said = intents.length === 0 ? "" : ` ${andList(intents)} may be turned off: Reelay uses no privileged intent.`;
  const reach = open
    ? "Anyone can add it to a server, and spend your credits there: docs/discord.md says how to make it private."
    : "Only you can add it to servers.";
  return [(open || intents.length > 0 ? note : fine)(about, `${reach}${said} The invite link: ${inviteUrl(id)}`)];
}

function privilegedIn(flags: number): string[] {
  const has = new ApplicationFlagsBitField(flags);
  const intents = [
    ["Presence Intent", "GatewayPresence", "GatewayPresenceLimited"],
    ["Server Members Intent", "GatewayGuildMembers", "GatewayGuildMembersLimited"],
    ["Message Content Intent", "GatewayMessageContent", "GatewayMessageContentLimited"],
  ] as const;
  return intents.flatMap(([name, ...bits]) => (has.any([...bits]) ? [name] : []));
}

/** The gateway is asked for its address alone: to connect would make the bot's members see it come and go. */
async function lookAtShards(rest: REST, shardCount: number | undefined): Promise<Finding[]> {
  const about = "Discord gateway";
  const { shards, session_start_limit: limit } = (await rest.get(Routes.gatewayBot())) as APIGatewayBotInfo;
  const count = shardCount ?? shards;
  if (limit.remaining < count) {
    const minutes = Math.ceil(limit.reset_after / 60_000);
    return [
      wrong(
        about,
        `Discord lets the bot connect ${plural(limit.remaining, "more time")} for the next ${minutes} min, and ${plural(count, "shard")} want to. Something restarts too often.`,
      ),
    ];
  }
  if (count < shards) {
    return [
      note(
        about,
        `DISCORD_SHARD_COUNT is ${count}, and Discord recommends ${shards}: more than ${GUILDS_A_SHARD} servers on one are refused.`,
      ),
    ];
  }
  return [
    fine(
      about,
      `${plural(count, "shard")}; ${limit.remaining} of ${limit.total} connections are left today. Connecting isn't tried.`,
    ),
  ];
}

async function lookAtCommands(rest: REST, applicationId: string, parts: DiscordCheckup): Promise<Finding[]> {
  const about = "Discord commands";
  const { guildId, commands, messageCommands } = parts;
  const where = guildId === undefined ? "everywhere" : `in the server ${guildId}`;
  try {
    const wanted = drawCommands(commands, messageCommands);
    const { count, changes } = await readRegistered({ rest, applicationId, guildId, commands: wanted });
    if (count === 0) return [wrong(about, `None are registered ${where}: npm start registers them.`)];
    if (changes.length > 0) {
      return [
        wrong(
          about,
          `Those registered ${where} are of another version (${changes.join(", ")}): npm start registers this one's.`,
        ),
      ];
    }
    return [fine(about, `All ${count} are registered ${where}, as this version has them.`)];
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || guildId === undefined) throw error;
    return [
      wrong(
        about,
        `DISCORD_GUILD_ID: the bot isn't in the server ${guildId}. Invite it there, or remove the variable.`,
      ),
    ];
  }
}

/** What the bot's role may in each server. A channel can take rights away from it, which only `--channel` finds. */
async function lookAtServers(rest: REST, applicationId: string, guildId: string | undefined): Promise<Finding[]> {
  const about = "Discord servers";
  const query = new URLSearchParams({ limit: String(GUILDS_A_PAGE) });
  const guilds = (await rest.get(Routes.userGuilds(), { query })) as RESTGetAPICurrentUserGuildsResult;
  if (guilds.length === 0) return [wrong(about, `The bot is in none. Invite it: ${inviteUrl(applicationId)}`)];
  const lacking = guilds.flatMap(({ id, name, permissions }) => {
    const lacks = new PermissionsBitField(BigInt(permissions)).missing([...TO_POST.channel, ...TO_POST.thread]);
    return lacks.length === 0
      ? []
      : [
          `In “${name}” (${id}) its role lacks ${andList(lacks.map(nameOf))}: give it these under Server Settings → Roles.`,
        ];
  });
  if (lacking.length > 0) {
    const more = lacking.length - MOST_TOLD;
    const others = more > 0 ? [wrong(about, `The same in ${plural(more, "more server")}.`)] : [];
    return [...lacking.slice(0, MOST_TOLD).map((says) => wrong(about, says)), ...others];
  }
  const seen = guilds.length < GUILDS_A_PAGE ? plural(guilds.length, "server") : `the first ${GUILDS_A_PAGE} servers`;
  const here = guildId === undefined ? "" : ` Commands are registered in ${guildId} alone.`;
  return [
    fine(
      about,
      `In ${seen}, and its role may post there. A channel can still forbid it: try one with --channel.${here}`,
    ),
  ];
}

/** `SendMessagesInThreads` as Discord's settings write it, nearly. */
function nameOf(permission: string): string {
  return permission.replace(/(?<=[a-z])(?=[A-Z])/g, " ");
}
