import {
  type APIInteraction,
  Client,
  Events,
  GatewayCloseCodes,
  GatewayDispatchEvents,
  Options,
  Status,
} from "discord.js";
import { systemClock } from "../../base/clock.ts";
import { forLog } from "../api/for-log.ts";
import { sending } from "../api/rest.ts";

/** What a connection to the gateway is opened with. */
export interface GatewayOptions {
  token: string;
  /** Without the version. */
  apiUrl: string;
  shards: readonly number[] | undefined;
  shardCount: number | undefined;
}

/** How the gateway does, as it is told to whoever logs. */
export interface News {
  level: "debug" | "info" | "warn" | "error";
  about: object;
  words: string;
}

/** What is wrong with the settings, by the code with which Discord closes a connection for good. */
export const CLOSED: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: "DISCORD_TOKEN: Discord doesn't know this token.",
  [GatewayCloseCodes.InvalidShard]:
    "DISCORD_SHARDS: Discord doesn't take these shards; DISCORD_SHARD_COUNT must be above each.",
  [GatewayCloseCodes.ShardingRequired]:
    "DISCORD_SHARD_COUNT: Discord wants more shards for so many servers; auto takes enough.",
};

/** A repeat comes with a resumed connection, minutes later at most. */
const HEARD = 10_000;

export interface Shards {
  /** Resolves when all shards are connected. */
  login(): Promise<void>;
  /** What keeps it from hearing members, one sentence each. */
  problems(): string[];
  /** Whether none of the shards is connected. */
  deaf(): boolean;
  /** The codes with which Discord has closed shards for good. */
  ended(): number[];
  close(): Promise<void>;
}

/** Hears each interaction once, as Discord sends it, and says when anything about the shards is different. */
export function createShards(
  options: GatewayOptions,
  { hear, tell, changed }: { hear(interaction: APIInteraction): void; tell(news: News): void; changed(): void },
): Shards {
  const client = createClient(options);
  const ended = new Map<number, number>();
  const say = (level: News["level"], about: object, words: string) => {
    tell({ level, about, words });
    changed();
  };
  client.on(Events.Error, (error) => say("error", { err: forLog(error) }, "Discord's client failed"));
  client.on(Events.ShardError, (error, shard) => say("debug", { err: forLog(error), shard }, "a shard failed"));
  client.on(Events.ShardReady, (shard) => say("info", { shard }, "a shard is connected"));
  client.on(Events.ShardResume, (shard, replayed) => say("info", { shard, replayed }, "a shard has resumed"));
  client.on(Events.ShardReconnecting, (shard) => say("debug", { shard }, "a shard connects again"));
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    ended.set(shard, code);
    say("error", { shard, code, problem: CLOSED[code] }, "Discord closed a shard for good");
  });
  const heard = new Set<string>();
  // The event itself, as Discord sends it: nothing of it is in a cache, and none has to be filled for it.
  client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction: APIInteraction) => {
    if (heard.has(interaction.id)) return;
    heard.add(interaction.id);
    const [oldest] = heard;
    if (heard.size > HEARD && oldest !== undefined) heard.delete(oldest);
    hear(interaction);
  });
  return {
    login: async () => {
      // A shard counts as ready a moment after it is connected.
      const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
      await client.login(options.token);
      await ready;
    },
    problems: () => problemsOf(client, ended),
    deaf: () => !client.ws.shards.some(({ status }) => status === Status.Ready),
    ended: () => [...ended.values()],
    close: () => client.destroy(),
  };
}

/** Slash commands, buttons and forms come without any intent; so no server's channels and members fill the memory. */
function createClient({ apiUrl, shards, shardCount }: GatewayOptions): Client {
  const count = shardCount === undefined ? {} : { shardCount };
  const taken = shards ?? (shardCount === undefined ? "auto" : Array.from({ length: shardCount }, (_, id) => id));
  return new Client({
    intents: [],
    rest: { api: apiUrl, makeRequest: sending({ api: apiUrl, clock: systemClock }) },
    shards: taken,
    ...count,
    makeCache: Options.cacheWithLimits({
      ...{ ApplicationCommandManager: 0, EntitlementManager: 0, GuildMemberManager: 0, MessageManager: 0 },
      ...{ DMMessageManager: 0, GuildMessageManager: 0, ReactionManager: 0, ThreadManager: 0, UserManager: 0 },
    }),
  });
}

function problemsOf(client: Client, ended: ReadonlyMap<number, number>): string[] {
  const { shards } = client.ws;
  if (shards.size === 0) return [NOT_YET];
  const away = [...shards.values()].filter(({ id, status }) => ended.has(id) || status !== Status.Ready);
  return away.map(({ id }) => {
    const code = ended.get(id);
    if (code === undefined) return `Discord's shard ${id} is not connected.`;
    return CLOSED[code] ?? `Discord closed shard ${id} for good, with code ${code}.`;
  });
}

export const NOT_YET = "Discord's gateway is not connected yet.";
