import { refusals } from "./errors.ts";
import type { Channel, ChannelKind, Snowflake } from "./types.ts";
import type { World } from "./world.ts";

// Where the bot may look and write by its own token. All throw Refusal. The slugs are rows of docs/platforms.md.

/** discord-voice-chat: who may not join these doesn't see what is written there either. */
const JOINED: ReadonlySet<ChannelKind> = new Set(["voice", "stage"]);
/** discord-forum: only posts, which are threads. */
const POSTS_ALONE: ReadonlySet<ChannelKind> = new Set(["forum", "media"]);

/** The channel, where the bot can see it. */
export function reach(world: World, id: Snowflake): Channel {
  const channel = world.channels.get(id);
  if (!channel) throw refusals.unknownChannel();
  const { guild, kind } = channel;
  if (!guild) return channel;
  if (world.left.has(guild.id) || !world.may(channel, "ViewChannel")) throw refusals.missingAccess();
  if (JOINED.has(kind) && !world.may(channel, "Connect")) throw refusals.missingAccess();
  // discord-private-thread
  if (channel.private && !isIn(world, channel) && !moderates(world, channel)) throw refusals.missingAccess();
  return channel;
}

/** Whether a new message is taken there; `files` says that it brings some. */
export function admit(world: World, channel: Channel, { files }: { files: boolean }): void {
  const { kind, recipient } = channel;
  if (POSTS_ALONE.has(kind)) throw refusals.notAText();
  if (kind === "dm") {
    if (!recipient?.dms) throw refusals.noDms();
    return;
  }
  const speak = kind === "thread" ? "SendMessagesInThreads" : "SendMessages";
  if (!world.may(channel, speak)) throw refusals.missingPermissions();
  if (files && !world.may(channel, "AttachFiles")) throw refusals.missingPermissions();
  refuseLocked(world, channel);
}

/** Whether a message there may be changed: not in a thread that sleeps, which only a new message wakes by itself. */
export function admitEdit(world: World, channel: Channel, { files }: { files: boolean }): void {
  if (channel.archived) throw refusals.archived();
  refuseLocked(world, channel);
  if (files && channel.guild && !world.may(channel, "AttachFiles")) throw refusals.missingPermissions();
}

/** Whether a message there may be taken away: discord-archived lets it be while the thread isn't locked too. */
export function admitRemoval(world: World, channel: Channel): void {
  if (channel.archived && channel.locked && !moderates(world, channel)) throw refusals.archived();
}

/**
 * discord-locked-answer: an answer that all see is refused as if the thread slept, by the interaction's token too; one
 * for the member alone is taken.
 */
export function admitAnswer(world: World, channel: Channel, { ephemeral }: { ephemeral: boolean }): void {
  if (!ephemeral && channel.locked && !moderates(world, channel)) throw refusals.archived();
}

/** discord-wake: whether the bot may take a thread out of the archive, and change nothing else of it. */
export function admitWaking(world: World, channel: Channel, body: Readonly<Record<string, unknown>>): void {
  if (channel.kind !== "thread") throw refusals.missingPermissions();
  if (moderates(world, channel)) return;
  const wakes = Object.keys(body).join() === "archived" && body.archived === false;
  const may = !channel.locked && isIn(world, channel) && world.may(channel, "SendMessagesInThreads");
  if (!wakes || !may) throw refusals.missingPermissions();
}

/** discord-locked-thread */
function refuseLocked(world: World, channel: Channel): void {
  if (!channel.locked || moderates(world, channel)) return;
  throw channel.archived ? refusals.archived() : refusals.locked();
}

function isIn(world: World, { members }: Channel): boolean {
  return members.has(world.bot.id);
}

function moderates(world: World, channel: Channel): boolean {
  return world.may(channel, "ManageThreads");
}
