import { lookup } from "./content-types.ts";
import type { DiscordOptions } from "./local-discord.ts";
import type { Channel, Command, File, Guild, Message, Permission, Snowflake, StoredAttachment, User } from "./types.ts";

export type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** 2015-01-01, from which snowflakes count. */
export const EPOCH = 1_420_070_400_000;

/** 24 h: platforms.md, discord-cdn-expiry */
const ADDRESS_MS = 24 * 60 * 60_000;

const MiB = 1024 * 1024;

/** By a server's level: platforms.md, discord-tier-limits. */
const TIER_BYTES = [10 * MiB, 10 * MiB, 50 * MiB, 100 * MiB] as const;

/** https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags */
export const PERMISSIONS: Readonly<Record<Permission, bigint>> = {
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  MentionEveryone: 1n << 17n,
  Connect: 1n << 20n,
  ManageThreads: 1n << 34n,
  SendMessagesInThreads: 1n << 38n,
};

/** Those but a moderator's, and the use of slash commands: what everybody has. */
export const ORDINARY =
  Object.values(PERMISSIONS).reduce((all, one) => all | one, 1n << 31n) & ~PERMISSIONS.ManageThreads;
export const EVERYTHING = (1n << 53n) - 1n;

/** What there is in this Discord: who, where and what was said. */
export interface World {
  readonly options: DiscordOptions;
  readonly bot: User;
  readonly applicationId: Snowflake;
  readonly guilds: Map<Snowflake, Guild>;
  readonly channels: Map<Snowflake, Channel>;
  readonly users: Map<Snowflake, User>;
  readonly attachments: Map<Snowflake, StoredAttachment>;
  /** By scope: `global` or a guild's id. */
  readonly commands: Map<string, Command[]>;
  /** Guilds that the bot was taken out of. */
  readonly left: Set<Snowflake>;
  /** Where attachments are served; set when the server listens. */
  url: string;
  now(): number;
  mint(): Snowflake;
  /** Goes on to the next id that lies on the shard. */
  mintOn(shard: readonly [number, number]): Snowflake;
  messagesIn(channel: Channel): Map<Snowflake, Mutable<Message>>;
  permissionsOf(channel: Channel): bigint;
  may(channel: Channel, permission: Permission): boolean;
  /** What the bot may upload there, in bytes. */
  uploadLimit(channel: Channel): number;
  attach(channel: Channel, file: File, about: { description?: string; ephemeral: boolean }): StoredAttachment;
  /** The bytes that an address stands for, or undefined when it is wrong or has expired. */
  served(address: URL): StoredAttachment | undefined;
  expireAddresses(): void;
  /** Something is different now: whoever waits looks again. */
  changed(): void;
  /** Calls at each change, until what it gives is called. */
  watch(look: () => void): () => void;
}

export function createWorld(options: DiscordOptions): World {
  const clock = options.clock ?? { now: () => Date.now() };
  const messages = new Map<Snowflake, Map<Snowflake, Mutable<Message>>>();
  const watchers = new Set<() => void>();
  let last = 0n;
  // Addresses given before it was raised are worth nothing.
  let addresses = 1;

  function mint(): Snowflake {
    const now = BigInt(clock.now() - EPOCH) << 22n;
    last = now > last ? now : last + 1n;
    return String(last);
  }

  const applicationId = mint();
  const bot: User = { id: applicationId, name: "Reelay", bot: true, locale: "en-US", admin: false, dms: false };

  const world: World = {
    options,
    bot,
    applicationId,
    guilds: new Map(),
    channels: new Map(),
    users: new Map([[bot.id, bot]]),
    attachments: new Map(),
    commands: new Map(),
    left: new Set(),
    url: "",
    now: () => clock.now(),
    mint,
    mintOn: (shard) => {
      let id = mint();
      while (!isOn(id, shard)) {
        last += 1n << 22n;
        id = String(last);
      }
      return id;
    },
    messagesIn: (channel) => {
      const found = messages.get(channel.id) ?? new Map<Snowflake, Mutable<Message>>();
      messages.set(channel.id, found);
      return found;
    },
    // discord-app-permissions: neither a private thread's members nor a lock are looked at.
    permissionsOf: ({ allowed, denied, parent, guild }) => {
      const given = [...allowed, ...(parent?.allowed ?? [])].reduce((all, one) => all | PERMISSIONS[one], ORDINARY);
      return [...denied, ...(parent?.denied ?? []), ...(guild?.denied ?? [])].reduce(
        (left, one) => left & ~PERMISSIONS[one],
        given,
      );
    },
    may: (channel, permission) => (world.permissionsOf(channel) & PERMISSIONS[permission]) !== 0n,
    uploadLimit: (channel) =>
      channel.attachmentSizeLimit ??
      channel.parent?.attachmentSizeLimit ??
      channel.guild?.attachmentSizeLimit ??
      options.attachmentSizeLimit ??
      TIER_BYTES[channel.guild?.premiumTier ?? 0] ??
      10 * MiB,
    attach: (channel, file, about) => {
      const id = mint();
      const stored: StoredAttachment = {
        ...file,
        ...about,
        id,
        channel: channel.id,
        contentType: file.contentType ?? lookup(file.name),
        url: () => {
          const seconds = (ms: number) => Math.floor(ms / 1000).toString(16);
          const now = clock.now();
          const query = `ex=${seconds(now + ADDRESS_MS)}&is=${seconds(now)}&hm=${addresses.toString(16).padStart(64, "0")}`;
          return `${world.url}/attachments/${channel.id}/${id}/${encodeURIComponent(file.name)}?${query}`;
        },
      };
      world.attachments.set(id, stored);
      return stored;
    },
    served: (address) => {
      const [, , channel, id = "", name = ""] = address.pathname.split("/");
      const attachment = world.attachments.get(id);
      const expires = Number.parseInt(address.searchParams.get("ex") ?? "", 16) * 1000;
      const fresh = Number.parseInt(address.searchParams.get("hm") ?? "", 16) === addresses && clock.now() < expires;
      const right = attachment?.channel === channel && attachment?.name === decodeURIComponent(name);
      return fresh && right ? attachment : undefined;
    },
    expireAddresses: () => {
      addresses++;
    },
    changed: () => {
      for (const look of watchers) look();
    },
    watch: (look) => {
      watchers.add(look);
      return () => watchers.delete(look);
    },
  };
  return world;
}

/** https://discord.com/developers/docs/events/gateway#sharding-sharding-formula */
export function isOn(guild: Snowflake, [shard, count]: readonly [number, number]): boolean {
  return Number((BigInt(guild) >> 22n) % BigInt(count)) === shard;
}
