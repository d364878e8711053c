import type { Channel, ChannelKind, Guild, Json, User } from "./types.ts";
import { EPOCH, EVERYTHING, ORDINARY, PERMISSIONS, type World } from "./world.ts";

// What is on the wire, as https://discord.com/developers/docs/resources has it.

const JOINED = new Date(EPOCH).toISOString();
/** https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
const CHANNEL_TYPES = {
  ...{ text: 0, dm: 1, voice: 2, announcement: 5, thread: 11, stage: 13, forum: 15, media: 16 },
} as const satisfies Record<ChannelKind, number>;
const ANNOUNCEMENT_THREAD = 10;
const PRIVATE_THREAD = 12;

export function userOf(user: User): Json {
  return {
    id: user.id,
    username: user.name.toLowerCase(),
    global_name: user.name,
    discriminator: "0",
    avatar: null,
    bot: user.bot,
    public_flags: 0,
    flags: 0,
  };
}

export function memberOf(user: User): Json {
  return {
    user: userOf(user),
    nick: null,
    avatar: null,
    banner: null,
    roles: user.roles ?? [],
    joined_at: JOINED,
    premium_since: null,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

/** As it comes with an interaction. */
export function memberWithPermissions(user: User): Json {
  return { ...memberOf(user), permissions: String(user.admin ? EVERYTHING : ORDINARY) };
}

function typeOf({ kind, parent, private: hidden }: Channel): number {
  if (hidden) return PRIVATE_THREAD;
  return parent?.kind === "announcement" ? ANNOUNCEMENT_THREAD : CHANNEL_TYPES[kind];
}

export function channelOf(channel: Channel): Json {
  const common = { id: channel.id, type: typeOf(channel), flags: 0, last_message_id: null };
  if (channel.kind === "dm") return { ...common, recipients: channel.recipient ? [userOf(channel.recipient)] : [] };
  const named = { ...common, name: channel.name, guild_id: channel.guild?.id, parent_id: channel.parent?.id ?? null };
  if (channel.kind !== "thread") return { ...named, position: 0, nsfw: false, topic: null, rate_limit_per_user: 0 };
  const { archived, locked } = channel;
  return {
    ...named,
    owner_id: channel.guild?.id,
    member_count: 1,
    message_count: 0,
    total_message_sent: 0,
    rate_limit_per_user: 0,
    thread_metadata: {
      archived,
      locked,
      auto_archive_duration: 1440,
      archive_timestamp: JOINED,
      create_timestamp: JOINED,
    },
  };
}

/** With what the bot may not do here, as a guild's channels come over the gateway. */
export function channelWithOverwrites(world: World, channel: Channel): Json {
  if (channel.kind === "dm" || channel.kind === "thread") return channelOf(channel);
  const deny = channel.denied.reduce((all, one) => all | PERMISSIONS[one], 0n);
  const overwrite = { id: world.bot.id, type: 1, allow: "0", deny: String(deny) };
  return { ...channelOf(channel), permission_overwrites: deny === 0n ? [] : [overwrite] };
}

/** As it comes with an interaction. */
export function channelWithPermissions(channel: Channel, user: User): Json {
  return { ...channelOf(channel), permissions: String(user.admin ? EVERYTHING : ORDINARY) };
}

export function guildOf({ id, name, locale, premiumTier = 0 }: Guild): Json {
  const everyone = {
    id,
    name: "@everyone",
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: 0,
    permissions: String(ORDINARY),
    managed: false,
    mentionable: false,
    flags: 0,
  };
  return {
    id,
    name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    // Nobody whom a test plays owns it, since an owner may do everything.
    owner_id: id,
    preferred_locale: locale,
    afk_channel_id: null,
    afk_timeout: 300,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: premiumTier,
    premium_progress_bar_enabled: false,
    features: [],
    emojis: [],
    stickers: [],
    roles: [everyone],
  };
}

/** What the gateway says when the bot is, or comes to be, in a guild. */
export function guildCreated(world: World, guild: Guild): Json {
  const channels = [...world.channels.values()].filter((channel) => channel.guild === guild);
  const shown = (threads: boolean) =>
    channels
      .filter(({ kind, archived }) => (kind === "thread") === threads && !archived)
      .map((channel) => channelWithOverwrites(world, channel));
  return {
    ...guildOf(guild),
    joined_at: JOINED,
    large: false,
    unavailable: false,
    member_count: world.users.size,
    members: [memberOf(world.bot)],
    channels: shown(false),
    threads: shown(true),
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
