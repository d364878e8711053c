import {
  type APIApplication,
  type APIInteraction,
  Client,
  DiscordAPIError,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  Options,
  REST,
  Routes,
  Status,
} from "discord.js";
import type { Keyv } from "keyv";
import type { Chat } from "../chat/card.ts";
import type { Dispatch } from "../chat/dispatch.ts";
import type { MessageCommand } from "../chat/message-command.ts";
import type { Clock } from "../clock.ts";
import { ConfigError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { createAnswers } from "./answers.ts";
import { type FetchFile, fetchFromDiscord } from "./attachments.ts";
import { drawCommands } from "./drawing.ts";
import { forLog } from "./for-log.ts";
import { createHomes } from "./homes.ts";
import { createHearing } from "./interactions.ts";
import { inviteUrl } from "./invite.ts";
import { createKept } from "./kept.ts";
import { registerCommands } from "./register.ts";
import type { Library } from "./upload.ts";

export interface DiscordParts {
  token: string;
  /** Without the version: `https://discord.com/api`. */
  apiUrl: string;
  /** Registers the commands in this server alone. */
  guildId?: string | undefined;
  /** The shards that this process takes; all of them unless it is said. */
  shards?: readonly number[] | undefined;
  /** How many there are in all; as many as Discord recommends unless it is said. */
  shardCount?: number | undefined;
  dispatch: Dispatch;
  messageCommands: readonly MessageCommand[];
  chat: Pick<Chat, "post">;
  library: Library;
  /** What forms and buttons have no room for: it may be lost. */
  drafts: Keyv<unknown>;
  fetchFile?: FetchFile;
  clock: Clock;
  log: Logger;
}

export interface Discord {
  /** Where an admin of a server adds the bot. */
  invite: string;
  /** What keeps it from hearing its members, one sentence each. */
  problems(): readonly string[];
  /** Hears nothing more, and waits until what was heard is answered. */
  close(): Promise<void>;
}

/** What is wrong with the settings, by the code with which Discord closes a connection for good. */
const CLOSED: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: "DISCORD_TOKEN: Discord doesn't know this token.",
  [GatewayCloseCodes.InvalidShard]:
    "DISCORD_SHARDS: Discord doesn't take these shards; DISCORD_SHARD_COUNT must be above each.",
  [GatewayCloseCodes.ShardingRequired]:
    "DISCORD_SHARD_COUNT: Discord wants more shards for so many servers; auto takes enough.",
};

/** So long the start waits for the gateway; it goes on connecting after that. */
const CONNECT_MS = 30_000;

/** A video that its member alone is shown takes longest. */
const UPLOAD_MS = 60_000;

/** A repeat comes with a resumed connection, minutes later at most. */
const HEARD = 10_000;

/**
 * Connects to Discord, registers the commands, and answers members. Throws ConfigError for a token, a server or shards
 * that Discord refuses, and discord.js's own error when Discord can't be reached by REST. Later trouble is logged, and
 * discord.js reconnects and resumes by itself.
 */
export async function startDiscord(parts: DiscordParts): Promise<Discord> {
  const { token, apiUrl, guildId, dispatch, messageCommands, chat, library, drafts, clock, log } = parts;
  const { fetchFile = fetchFromDiscord } = parts;
  // Interactions' own endpoints don't count for the bot's 50 requests a second, and little else is asked here.
  const patience = { globalRequestsPerSecond: Number.POSITIVE_INFINITY, timeout: UPLOAD_MS };
  const rest = new REST({ api: apiUrl, ...patience }).setToken(token);
  const { id: applicationId } = await whoAmI(rest);
  const invite = inviteUrl(applicationId);
  const commands = drawCommands(dispatch.commands, messageCommands);
  await registerCommands({ rest, applicationId, guildId, commands, log });

  const kept = createKept(drafts);
  const answers = createAnswers({ rest, chat, keep: kept.keepLine, library, log });
  const homes = createHomes({ drafts, rest, clock });
  const hear = createHearing({ dispatch, messageCommands, answers, kept, homes, fetchFile, clock, log });

  const client = createClient(parts);
  const ended = watch(client, log);
  const heard = new Set<string>();
  const underWay = new Set<Promise<void>>();
  // The event itself, as Discord sends it: nothing of it is in a cache, and none has to be filled for it.
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
    if (heard.has(interaction.id)) return;
    heard.add(interaction.id);
    const [oldest] = heard;
    if (heard.size > HEARD && oldest !== undefined) heard.delete(oldest);
    const work = hear(interaction).finally(() => underWay.delete(work));
    underWay.add(work);
  });

  const close = async () => {
    await client.destroy();
    await Promise.all(underWay);
    rest.clearHashSweeper();
    rest.clearHandlerSweeper();
  };
  try {
    await connect(client, { token, clock, log });
    refuse(ended);
  } catch (error) {
    await close();
    refuse(ended);
    throw forLog(error);
  }
  return { invite, problems: () => problemsOf(client, ended), close };
}

/** Throws ConfigError for what of the settings Discord has refused. */
function refuse(ended: ReadonlyMap<number, number>): void {
  const problems = new Set([...ended.values()].flatMap((code) => CLOSED[code] ?? []));
  if (problems.size > 0) throw new ConfigError([...problems]);
}

async function whoAmI(rest: REST): Promise<Pick<APIApplication, "id">> {
  try {
    return (await rest.get(Routes.currentApplication())) as APIApplication;
  } catch (error) {
    if (error instanceof DiscordAPIError && error.status === 401) {
      throw new ConfigError(["DISCORD_TOKEN: Discord doesn't know this token."]);
    }
    throw forLog(error);
  }
}

/** Slash commands, buttons and forms come without any intent; so no server's channels and members fill the memory. */
function createClient({ apiUrl, shards, shardCount }: DiscordParts): Client {
  const count = shardCount === undefined ? {} : { shardCount };
  const taken = shards ?? (shardCount === undefined ? "auto" : Array.from({ length: shardCount }, (_, id) => id));
  return new Client({
    intents: [],
    rest: { api: apiUrl },
    shards: taken,
    ...count,
    makeCache: Options.cacheWithLimits({
      ...{ ApplicationCommandManager: 0, EntitlementManager: 0, GuildMemberManager: 0, MessageManager: 0 },
      ...{ DMMessageManager: 0, GuildMessageManager: 0, ReactionManager: 0, ThreadManager: 0, UserManager: 0 },
    }),
  });
}

/** Logs what happens to the shards, and gives those that Discord has closed for good, with its codes. */
function watch(client: Client, log: Logger): ReadonlyMap<number, number> {
  const ended = new Map<number, number>();
  client.on(Events.Error, (error) => log.error({ err: forLog(error) }, "Discord's client failed"));
  client.on(Events.ShardError, (error, shard) => log.warn({ err: forLog(error), shard }, "a shard failed"));
  client.on(Events.ShardReady, (shard) => log.info({ shard }, "a shard is connected"));
  client.on(Events.ShardResume, (shard, replayed) => log.info({ shard, replayed }, "a shard has resumed"));
  client.on(Events.ShardReconnecting, (shard) => log.info({ shard }, "a shard connects again"));
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    ended.set(shard, code);
    log.error({ shard, code, problem: CLOSED[code] }, "Discord closed a shard for good");
  });
  return ended;
}

async function connect(client: Client, { token, clock, log }: Pick<DiscordParts, "token" | "clock" | "log">) {
  const enough = new AbortController();
  const late = clock.sleep(CONNECT_MS, enough.signal).then(() => "late" as const);
  const login = client.login(token);
  try {
    const first = await Promise.race([login, late]);
    if (first !== "late") return;
    log.warn("Discord's gateway can't be reached yet; it is tried on");
    login.catch((error: unknown) => log.error({ err: forLog(error) }, "Discord's gateway can't be reached"));
  } finally {
    enough.abort();
  }
}

function problemsOf(client: Client, ended: ReadonlyMap<number, number>): string[] {
  const { shards } = client.ws;
  if (shards.size === 0) return ["Discord's gateway is not connected yet."];
  const away = [...shards.values()].filter(({ id, status }) => ended.has(id) || status !== Status.Ready);
  return away.map(({ id }) => {
    const code = ended.get(id);
    if (code === undefined) return `Discord's shard ${id} is not connected.`;
    return CLOSED[code] ?? `Discord closed shard ${id} for good, with code ${code}.`;
  });
}
