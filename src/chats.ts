import type { Express } from "express";
import type Keyv from "keyv";
import type { Chat } from "./chat/card.ts";
import type { Command } from "./chat/command.ts";
import type { Dispatch } from "./chat/dispatch.ts";
import type { MessageCommand } from "./chat/message-command.ts";
import type { Clock } from "./clock.ts";
import { type Config, type Role, rolesOf } from "./config.ts";
import type { Discord } from "./discord/discord.ts";
import type { Logger } from "./log.ts";
import type { MediaLibrary } from "./media/library.ts";
import type { Slack } from "./slack/slack.ts";

/** A chat that is configured: spoken in by every process, heard by those whose role it is. */
export interface Adapter {
  readonly chat: Chat;
  /** Hears its members from now on. Throws ConfigError for what the operator has to mend. */
  listen(dispatch: Dispatch): Promise<Ear>;
}

/** A chat that is being heard. */
export interface Ear {
  /** Puts the routes on the server by which the chat reaches us, where it does. */
  mount?(app: Express): void;
  /** What the operator is told at the start. */
  readonly notice?: string;
  /** What keeps members from being heard, one sentence each. */
  problems(): readonly string[];
  /** Hears nothing more, and waits until what was heard is answered. */
  close(): Promise<void>;
}

interface Parts {
  commands: readonly Command[];
  messageCommands: readonly MessageCommand[];
  library: MediaLibrary;
  keyv<Value>(namespace: string): Keyv<Value>;
  /** What a member usually wants, for a form to begin with. */
  usual(owner: {
    workspace: string;
    member: string;
  }): Promise<Readonly<Record<string, string | number | boolean | undefined>>>;
  clock: Clock;
  log: Logger;
}

/** The chats that are configured. Their libraries are loaded only then: each takes its time and memory. */
export async function openChats(config: Config, parts: Parts): Promise<Adapter[]> {
  const roles = rolesOf(config);
  const adapters = [await openDiscord(config, roles, parts), await openSlack(config, roles, parts)];
  return adapters.filter((one) => one !== undefined);
}

const DEAF: Ear = { problems: () => [], close: async () => undefined };

async function openDiscord(config: Config, roles: ReadonlySet<Role>, parts: Parts): Promise<Adapter | undefined> {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, DISCORD_SHARDS: shards } = config;
  if (token === undefined) return undefined;
  const { messageCommands, library, clock, log } = parts;
  const [{ createDiscordChat }, { createRest }, { createKept }] = await Promise.all([
    import("./discord/chat.ts"),
    import("./discord/rest.ts"),
    import("./discord/kept.ts"),
  ]);
  const drafts = parts.keyv<unknown>("discord");
  const rest = createRest({ token, api: apiUrl, clock });
  const chat = createDiscordChat({ rest, library, keep: createKept(drafts).keepLine, clock, log });
  const listen = async (dispatch: Dispatch): Promise<Ear> => {
    if (!roles.has("discord")) return DEAF;
    const { startDiscord } = await import("./discord/discord.ts");
    const discord: Discord = await startDiscord({
      ...{ token, apiUrl, dispatch, messageCommands, chat, library, drafts, clock, log },
      guildId: config.DISCORD_GUILD_ID,
      shards: shards === "auto" ? undefined : shards,
      shardCount: config.DISCORD_SHARD_COUNT,
    });
    return { ...discord, notice: `Discord: add Reelay to a server at ${discord.invite}` };
  };
  return { chat, listen };
}

async function openSlack(config: Config, roles: ReadonlySet<Role>, parts: Parts): Promise<Adapter | undefined> {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = config;
  if (botToken === undefined) return undefined;
  const { messageCommands, library, keyv, usual, clock, log } = parts;
  const apiUrl = `${config.SLACK_API_URL}/`;
  const [{ createSlackChat }, { createSlackClient }, { createFiles }, { createReach }, { createNaming }] =
    await Promise.all([
      import("./slack/chat.ts"),
      import("./slack/client.ts"),
      import("./slack/files.ts"),
      import("./slack/reach.ts"),
      import("./slack/naming.ts"),
    ]);
  const client = createSlackClient({ token: botToken, apiUrl, log });
  const chat = createSlackChat({
    ...{ client, library, uploads: keyv("slack-upload"), clock, log },
    naming: createNaming(parts.commands),
  });
  const listen = async (dispatch: Dispatch): Promise<Ear> => {
    if (!roles.has("slack")) return DEAF;
    const { startSlack } = await import("./slack/slack.ts");
    const slack: Slack = await startSlack({
      ...{ botToken, appToken, signingSecret, apiUrl, dispatch, messageCommands, chat, usual, clock, log },
      reach: createReach({ client, clock, log }),
      attachmentOf: createFiles({ client, token: botToken, apiUrl, clock, log }),
      drafts: keyv<unknown>("slack"),
    });
    return { ...slack, problems: slack.ready };
  };
  return { chat, listen };
}
