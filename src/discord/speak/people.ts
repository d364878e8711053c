import { type APIGuildMember, DiscordAPIError, type REST, RESTJSONErrorCodes, Routes } from "discord.js";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../base/clock.ts";
import type { Person } from "../../chat/contract/chat.ts";

/** Discord's name of somebody changes seldom, and who has left is seen soon. */
const BELIEVED_MS = 60_000;
/** As many are remembered. */
const MOST = 5_000;

/** No such user, not on the server, or no such server. */
const NOBODY = new Set<number | string>([
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
]);

/** Who has that id on a server, by the name that they have there; undefined when nobody has. */
export type FindPerson = (guild: string, id: string) => Promise<Person | undefined>;

export function createPeople({ rest, clock }: { rest: REST; clock: Pick<Clock, "now"> }): FindPerson {
  const known = new LRUCache<string, { person: Person | undefined }>({
    ...{ max: MOST, ttl: BELIEVED_MS, ttlResolution: 0, perf: clock },
  });

  const ask = async (guild: string, id: string): Promise<Person | undefined> => {
    try {
      const { nick, user } = (await rest.get(Routes.guildMember(guild, id))) as APIGuildMember;
      return { id, name: nick ?? user.global_name ?? user.username, bot: user.bot ?? false };
    } catch (error) {
      if (error instanceof DiscordAPIError && NOBODY.has(error.code)) return undefined;
      throw error;
    }
  };

  return async (guild, id) => {
    if (!/^\d{17,20}$/.test(id)) return undefined;
    const key = `${guild} ${id}`;
    const found = known.get(key);
    if (found) return found.person;
    const person = await ask(guild, id);
    known.set(key, { person });
    return person;
  };
}
