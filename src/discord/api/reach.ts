import {
  type APIInteraction,
  ChannelType,
  DiscordAPIError,
  PermissionFlagsBits,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from "discord.js";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../base/clock.ts";
import { sentences } from "../../text/sentences.ts";
import { allOf, type Text } from "../../text/text.ts";
import { TO_POST } from "./invite.ts";
import { isForbidden } from "./trouble.ts";

const words = sentences("discord-reach", {
  lacks: "I can't post in this channel: I need {permissions} here. Ask an admin, or use another channel.",
  notInThread:
    "I'm not in this private thread, so I can't post the video here. Mention me in it or add me to it, then send it again.",
  locked:
    "This thread is locked, so I can't post the video here. Ask a moderator to unlock it, or use another channel.",
});

/** As Discord's own settings write them, in each of its languages. */
const permissions = sentences("discord-permissions", {
  viewChannel: "View Channel",
  sendMessages: "Send Messages",
  sendMessagesInThreads: "Send Messages in Threads",
  attachFiles: "Attach Files",
  connect: "Connect",
});

const NAMES = new Map<bigint, Text>([
  [PermissionFlagsBits.ViewChannel, permissions.viewChannel],
  [PermissionFlagsBits.SendMessages, permissions.sendMessages],
  [PermissionFlagsBits.SendMessagesInThreads, permissions.sendMessagesInThreads],
  [PermissionFlagsBits.AttachFiles, permissions.attachFiles],
  [PermissionFlagsBits.Connect, permissions.connect],
]);

const KINDS = new Map<number, keyof typeof TO_POST>([
  [ChannelType.AnnouncementThread, "thread"],
  [ChannelType.PublicThread, "thread"],
  [ChannelType.PrivateThread, "thread"],
  [ChannelType.GuildVoice, "voice"],
  [ChannelType.GuildStageVoice, "voice"],
]);

/** Whoever has one of these can write in every thread. */
const MODERATES = PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageThreads;

/** A member who has been told to let the bot in does so and tries again at once, so only a yes is remembered. */
const IN_IT_MS = 60_000;
/** Threads of which as much is remembered. */
const MOST = 1_000;

type From = Pick<APIInteraction, "channel" | "guild_id" | "app_permissions">;

/** Why the bot can't post where an interaction comes from; undefined where it can. Throws when Discord doesn't say. */
export type Reach = (from: From) => Promise<Text | undefined>;

interface Parts {
  rest: REST;
  /** The bot's own user id. */
  botId: string;
  clock: Pick<Clock, "now">;
}

/** Asks Discord only about a private thread: everything else comes with the interaction. */
export function createReach({ rest, botId, clock }: Parts): Reach {
  const inIt = new LRUCache<string, true>({ max: MOST, ttl: IN_IT_MS, ttlResolution: 0, perf: clock });

  async function isIn(thread: string): Promise<boolean> {
    if (inIt.get(thread)) return true;
    try {
      await rest.get(Routes.threadMembers(thread, botId));
    } catch (error) {
      if (isForbidden(error) || isNoMember(error)) return false;
      throw error;
    }
    inIt.set(thread, true);
    return true;
  }

  return async ({ channel, guild_id, app_permissions }) => {
    // In a DM the bot may do what the member lets it; only trying tells.
    if (guild_id === undefined) return undefined;
    const lacks = lacking(BigInt(app_permissions), channel?.type);
    if (lacks.length > 0) return words.lacks({ permissions: allOf(lacks) });
    if ((BigInt(app_permissions) & MODERATES) !== 0n) return undefined;
    if (channel && "thread_metadata" in channel && channel.thread_metadata?.locked) return words.locked;
    const isShut = channel?.type === ChannelType.PrivateThread && !(await isIn(channel.id));
    return isShut ? words.notInThread : undefined;
  };
}

function lacking(has: bigint, type: ChannelType | undefined): Text[] {
  if ((has & PermissionFlagsBits.Administrator) !== 0n) return [];
  const needed = TO_POST[KINDS.get(type ?? ChannelType.GuildText) ?? "channel"];
  return needed.filter((bit) => (has & bit) === 0n).map((bit) => NAMES.get(bit) ?? String(bit));
}

function isNoMember(error: unknown): boolean {
  return error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownMember;
}
