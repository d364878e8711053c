import { DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from "discord.js";
import type { Keyv } from "keyv";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../base/clock.ts";

/** The server whose credits and cast a member uses in a DM, and the roles that they have there. */
export interface Home {
  guild: string;
  roles: readonly string[];
}

export interface Homes {
  /** Notes on which server a member uses Reelay. */
  remember(user: string, guild: string): Promise<void>;
  /** Where they used it last, if they are still there. Throws when Discord can't say so. */
  of(user: string): Promise<Home | undefined>;
}

const DAY_MS = 24 * 3_600_000;
const REMEMBERED_MS = 365 * DAY_MS;
/** A completion asks with every letter, and some members send many commands; another process may know better by then. */
const BELIEVED_MS = 60_000;
/** Members whose server is known without asking the store. */
const MOST = 10_000;

/** The member left the server, the bot did, or it is gone. */
const GONE = new Set<number | string>([
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.MissingAccess,
]);

export function createHomes({
  drafts,
  rest,
  clock,
}: {
  drafts: Keyv<unknown>;
  rest: REST;
  clock: Pick<Clock, "now">;
}): Homes {
  const settings = { max: MOST, ttl: BELIEVED_MS, ttlResolution: 0, perf: clock };
  const noted = new LRUCache<string, string>(settings);
  const believed = new LRUCache<string, Home>(settings);

  async function ask(user: string, guild: string): Promise<Home | undefined> {
    try {
      const { roles } = (await rest.get(Routes.guildMember(guild, user))) as { roles: readonly string[] };
      return { guild, roles };
    } catch (error) {
      if (error instanceof DiscordAPIError && GONE.has(error.code)) return undefined;
      throw error;
    }
  }

  return {
    remember: async (user, guild) => {
      if (noted.get(user) === guild) return;
      // To read costs a part of what it costs to write, and members move seldom.
      if ((await drafts.get(`home:${user}`)) !== guild) await drafts.set(`home:${user}`, guild, REMEMBERED_MS);
      noted.set(user, guild);
      believed.delete(user);
    },
    of: async (user) => {
      const known = believed.get(user);
      if (known) return known;
      const guild = await drafts.get(`home:${user}`);
      const home = typeof guild === "string" ? await ask(user, guild) : undefined;
      if (home) believed.set(user, home);
      return home;
    },
  };
}
