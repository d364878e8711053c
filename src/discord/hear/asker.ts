import { type APIInteraction, ChannelType, PermissionFlagsBits } from "discord.js";
import type { Actor, Invocation, Place } from "../../chat/contract/invocation.ts";
import type { Homes } from "./homes.ts";

/** Who asks, and where. */
export type Asker = Pick<Invocation, "actor" | "place">;

/** Who asks by an interaction; undefined in a DM of somebody who uses Reelay on no server. */
export type AskerOf = (interaction: APIInteraction) => Promise<Asker | undefined>;

const THREADS = new Set<number | undefined>([
  ChannelType.AnnouncementThread,
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
]);

/**
 * Where an interaction comes from, but for the server whose credits count, which a DM doesn't say, for whether the bot can
 * post there, which `createReach` tells, and for what it may upload there, which `createUploadLimits` does.
 */
type Spot = Omit<Place, "workspace" | "blocked" | "uploadLimit">;

/** In a DM the server is the one on which they used Reelay last. */
export function createAskers(homes: Homes): AskerOf {
  return async (interaction) => {
    const actor = actorOf(interaction);
    const spot = spotOf(interaction);
    const { guild_id: guild } = interaction;
    if (guild !== undefined) {
      await homes.remember(actor.id, guild);
      return { actor, place: { ...spot, workspace: guild } };
    }
    const home = await homes.of(actor.id);
    return home && { actor: { ...actor, roles: home.roles }, place: { ...spot, workspace: home.guild } };
  };
}

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

function spotOf(interaction: Pick<APIInteraction, "channel" | "channel_id" | "guild_id" | "app_permissions">): Spot {
  const { channel } = interaction;
  const id = channel?.id ?? interaction.channel_id;
  if (id === undefined) throw new TypeError("An interaction without a channel");
  const isThread = THREADS.has(channel?.type);
  const parent = channel && "parent_id" in channel ? channel.parent_id : undefined;
  return {
    platform: "discord",
    channel: isThread ? (parent ?? id) : id,
    ...(isThread ? { thread: id } : {}),
  };
}

/** The language that the member has set at Discord; a few kinds of interactions don't say it. */
export function localeOf(interaction: object): string {
  return "locale" in interaction && typeof interaction.locale === "string" ? interaction.locale : "en";
}
