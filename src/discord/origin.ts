import { type APIInteraction, ChannelType, PermissionFlagsBits } from "discord.js";
import type { Actor, Blocked, Place } from "../chat/invocation.ts";
import { TO_POST } from "./invite.ts";

/** Permissions by the names that Discord's own settings show. */
const NAMES = new Map<bigint, string>([
  [PermissionFlagsBits.ViewChannel, "View Channel"],
  [PermissionFlagsBits.SendMessages, "Send Messages"],
  [PermissionFlagsBits.SendMessagesInThreads, "Send Messages in Threads"],
  [PermissionFlagsBits.AttachFiles, "Attach Files"],
]);

const THREADS = new Set<number | undefined>([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]);

/** Where an interaction comes from, but for the server whose credits count: in a DM it doesn't say. */
export type Spot = Omit<Place, "workspace">;

/** Who interacts. In a DM nobody has roles or is an admin. */
export function actorOf({ member, user }: Pick<APIInteraction, "member" | "user">): Actor {
  const who = member?.user ?? user;
  if (!who) throw new TypeError("An interaction without a user");
  const permissions = BigInt(member?.permissions ?? 0);
  const rules = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;
  return {
    id: who.id,
    name: member?.nick ?? who.global_name ?? who.username,
    admin: (permissions & rules) !== 0n,
    roles: member?.roles ?? [],
  };
}

export function spotOf(
  interaction: Pick<
    APIInteraction,
    "channel" | "channel_id" | "guild_id" | "app_permissions" | "attachment_size_limit"
  >,
): Spot {
  const { channel } = interaction;
  const id = channel?.id ?? interaction.channel_id;
  if (id === undefined) throw new TypeError("An interaction without a channel");
  const isThread = THREADS.has(channel?.type);
  const parent = channel && "parent_id" in channel ? channel.parent_id : undefined;
  // In a DM the bot may do what the member lets it; only trying tells.
  const blocked = interaction.guild_id ? blockedBy(interaction.app_permissions, isThread) : undefined;
  return {
    platform: "discord",
    channel: isThread ? (parent ?? id) : id,
    ...(isThread ? { thread: id } : {}),
    uploadLimit: interaction.attachment_size_limit,
    ...(blocked ? { blocked } : {}),
  };
}

function blockedBy(given: string, isThread: boolean): Blocked | undefined {
  const has = BigInt(given);
  if ((has & PermissionFlagsBits.Administrator) !== 0n) return undefined;
  const lacks = TO_POST[isThread ? "thread" : "channel"].filter((bit) => (has & bit) === 0n);
  return lacks.length === 0 ? undefined : { lacks: lacks.map((bit) => NAMES.get(bit) ?? String(bit)) };
}
