import type { Express } from "express";
import type Keyv from "keyv";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { Command } from "../../chat/command/command.ts";
import type { MessageCommand } from "../../chat/command/message-command.ts";
import type { Chat } from "../../chat/contract/chat.ts";
import type { Platform } from "../../chat/contract/invocation.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import { createPlaygroundChat, type PlaygroundChat } from "../../playground/chat.ts";
import { notingWhoIsNamed } from "../../privacy/member/said-of.ts";
import type { Db } from "../../store/tables.ts";
import type { Config, Role } from "../config/environment.ts";
import { rolesOf } from "../config/roles.ts";
import { type AllChats, allChats } from "./all-chats.ts";
import { type Ear, keepPresent, type Listening, type Presence } from "./presence.ts";

/** A chat that is configured: spoken in by every process, heard by those whose role it is. */
export interface Adapter {
  readonly chat: Chat;
  /** As people write it. */
  readonly name: string;
  /** Asks the chat whether it is there. Throws ConfigError when it refuses the token, anything else when it isn't there. */
  check(): Promise<void>;
  /** Hears its members from now on; undefined in a process that doesn't. Throws the same. */
  readonly listen?: (dispatch: Dispatch, how: Listening) => Promise<Ear>;
  /** Puts the routes on the server by which the chat reaches us, where it does; until it is heard they answer 503. */
  readonly mount?: (app: Express) => void;
}

interface Parts {
  db: Db;
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

/** All chats of this process: those that are configured, and the playground. */
export interface Chats extends AllChats {
  readonly playground: PlaygroundChat;
  /** Every chat that is spoken in. */
  readonly all: readonly Chat[];
  /** The chat of a platform, where this process speaks in it. */
  speaks(platform: Platform): Chat | undefined;
  /** Puts the routes on the server by which chats reach us. */
  mount(app: Express): void;
}

/** The chats that are configured. Their libraries are loaded only then: each takes its time and memory. */
export async function openChats(config: Config, parts: Parts): Promise<Chats> {
  const { db, clock, log } = parts;
  const roles = rolesOf(config);
  const opened = [await openDiscord(config, roles, parts), await openSlack(config, roles, parts)];
  const adapters = opened.filter((one) => one !== undefined);
  const playground = createPlaygroundChat({ db, clock });
  const all = [playground, ...adapters.map(({ chat }) => chat)];
  const presences = adapters.map((adapter) => present(adapter, { clock, random: Math.random, log }));
  return {
    ...allChats(presences, clock),
    ...{ playground, all },
    speaks: (platform) => all.find((one) => one.platform === platform),
    mount: (app) => {
      for (const adapter of adapters) adapter.mount?.(app);
    },
  };
}

/** Keeps the chat of an adapter connected; where its members aren't heard, it is only asked whether it is there. */
function present(
  { chat, name, check, listen }: Adapter,
  { clock, random, log }: { clock: Clock; random(): number; log: Logger },
): Presence {
  const spokenInOnly = async (): Promise<Ear> => {
    await check();
    return { problems: () => [], close: async () => undefined };
  };
  return keepPresent({
    ...{ chat: chat.platform, name, check, clock, random, log },
    listen: (dispatch, how) => listen?.(dispatch, how) ?? spokenInOnly(),
  });
}

async function openDiscord(config: Config, roles: ReadonlySet<Role>, parts: Parts): Promise<Adapter | undefined> {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, DISCORD_SHARDS: shards } = config;
  if (token === undefined) return undefined;
  const { db, messageCommands, library, clock, log } = parts;
  const [{ createDiscordChat }, { createRest }, { createKept }, { createUploadLimits }, { whoAmI }] = await Promise.all(
    [
      import("../../discord/speak/chat.ts"),
      import("../../discord/api/rest.ts"),
      import("../../discord/speak/kept.ts"),
      import("../../discord/speak/upload-limits.ts"),
      import("../../discord/api/who-am-i.ts"),
    ],
  );
  const drafts = parts.keyv<unknown>("discord");
  const rest = createRest({ token, api: apiUrl, clock });
  const limits = createUploadLimits({ rest, drafts, clock, log });
  const speaking = createDiscordChat({ rest, library, keep: createKept(drafts).keepLine, limits, clock, log });
  const chat = notingWhoIsNamed(speaking, { db, clock, log });
  const check = async () => void (await whoAmI(rest));
  const listen = async (dispatch: Dispatch, how: Listening): Promise<Ear> => {
    const { startDiscord } = await import("../../discord/discord.ts");
    const discord = await startDiscord({
      ...{ token, apiUrl, dispatch, messageCommands, chat, library, limits, drafts, clock, log, ...how },
      guildId: config.DISCORD_GUILD_ID,
      shards: shards === "auto" ? undefined : shards,
      shardCount: config.DISCORD_SHARD_COUNT,
    });
    return { ...discord, notice: `Discord: add Reelay to a server at ${discord.invite}` };
  };
  return { chat, name: "Discord", check, ...(roles.has("discord") ? { listen } : {}) };
}

async function openSlack(config: Config, roles: ReadonlySet<Role>, parts: Parts): Promise<Adapter | undefined> {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = config;
  if (botToken === undefined) return undefined;
  const { db, messageCommands, library, keyv, usual, clock, log } = parts;
  const apiUrl = `${config.SLACK_API_URL}/`;
  const [{ createSlackChat }, { createSlackClient }, { createFiles }, { createReach }, { createNaming }, { whoAmI }] =
    await Promise.all([
      import("../../slack/speak/chat.ts"),
      import("../../slack/api/client.ts"),
      import("../../slack/api/files.ts"),
      import("../../slack/api/reach.ts"),
      import("../../slack/speak/naming.ts"),
      import("../../slack/api/who-am-i.ts"),
    ]);
  const client = createSlackClient({ token: botToken, apiUrl, log });
  const speaking = createSlackChat({ client, library, db, naming: createNaming(parts.commands), clock, log });
  const chat = notingWhoIsNamed(speaking, { db, clock, log });
  const adapter: Adapter = { chat, name: "Slack", check: async () => void (await whoAmI(client)) };
  if (!roles.has("slack")) return adapter;
  const { createHttpReceiver } = await import("../../slack/api/receiver.ts");
  const http =
    appToken === undefined ? createHttpReceiver({ signingSecret: signingSecret ?? "", clock, log }) : undefined;
  const listen = async (dispatch: Dispatch, how: Listening): Promise<Ear> => {
    const { startSlack } = await import("../../slack/slack.ts");
    return startSlack({
      ...{ botToken, appToken, http, apiUrl, dispatch, messageCommands, chat, usual, clock, log, ...how },
      reach: createReach({ client, clock, log }),
      attachmentOf: createFiles({ client, token: botToken, apiUrl, clock, log }),
      drafts: keyv<unknown>("slack"),
    });
  };
  return { ...adapter, listen, ...(http ? { mount: http.mount } : {}) };
}
