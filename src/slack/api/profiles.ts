import type { WebClient } from "@slack/web-api";
import { LRUCache } from "lru-cache";
import type { Clock } from "../../base/clock.ts";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { MessageGone } from "../../chat/contract/chat.ts";
import type { Actor } from "../../chat/contract/invocation.ts";
import { createCache } from "./cache.ts";
import type { Call } from "./calls.ts";

/** How long what Slack says of somebody is believed. An admin who is none any more loses the rights within it. */
const KNOWN_MS = 5 * 60_000;
/** The bot stays in its organisation as long as its token is the same. */
const HOME_KNOWN_MS = 24 * 3_600_000;

/** Somebody in a workspace, as Slack knows them. */
export interface Profile {
  actor: Actor;
  /** BCP 47. */
  locale: string;
  /** Why nothing is done for them: an app, an account that was closed, or somebody of another organisation. */
  refused?: "bot" | "gone" | "stranger";
}

export interface Profiles {
  find(workspace: string, user: string): Promise<Profile>;
  /** The member's language (BCP 47), as Slack last told it; Slack is asked where it never has. English where it can't say. */
  localeOf(member: Member): Promise<string>;
  /** The same for what can't wait: English while Slack has never told it. */
  localeNow(member: Member): string;
}

interface Member {
  workspace: string;
  user: string;
}

/** What Slack doesn't know the language of is told in this one. */
const ENGLISH = "en";
/** So many members' languages are remembered, for as long as we run: few change theirs. */
const LOCALES_KEPT = 5_000;

interface Ports {
  web: WebClient;
  call: Call;
  clock: Clock;
  log: Logger;
}

/** Looks people up with `users.info` (users:read), and their user groups with `usergroups.list` (usergroups:read). */
export function createProfiles({ web, call, clock, log }: Ports): Profiles {
  const locales = new LRUCache<string, string>({ max: LOCALES_KEPT });
  const profiles = createCache<Profile>(clock, KNOWN_MS);
  const groups = createCache<ReadonlyMap<string, readonly string[]>>(clock, KNOWN_MS);
  const home = createCache<string | undefined>(clock, HOME_KNOWN_MS, 1);

  /** The organisation that the bot's workspace belongs to; most belong to none. */
  const enterprise = async (): Promise<string | undefined> => {
    const { enterprise_id: id } = await call("auth.test", "repeat", () => web.auth.test());
    return id;
  };

  /** Of each member the ids of their groups. Plans without user groups answer with an error: then nobody has any. */
  const groupsOf = async (workspace: string): Promise<ReadonlyMap<string, readonly string[]>> => {
    const found = new Map<string, string[]>();
    try {
      const { usergroups = [] } = await call("usergroups.list", "repeat", () =>
        web.usergroups.list({ include_users: true, team_id: workspace }),
      );
      for (const { id, users = [] } of usergroups) {
        for (const user of id === undefined ? [] : users) found.set(user, [...(found.get(user) ?? []), id ?? ""]);
      }
    } catch (error) {
      log.warn({ reason: messageOf(error), workspace }, "the user groups could not be read");
    }
    return found;
  };

  const look = async (workspace: string, user: string): Promise<Profile> => {
    const [info, roles, ours] = await Promise.all([
      call("users.info", "repeat", () => web.users.info({ user, include_locale: true })),
      groups(workspace, () => groupsOf(workspace)),
      home("", enterprise),
    ]);
    const { profile, ...about } = info.user ?? {};
    const names = [profile?.display_name, profile?.real_name, about.real_name, about.name, user];
    const admin = [about.is_admin, about.is_owner, about.is_primary_owner].includes(true);
    const away = about.team_id !== undefined && about.team_id !== workspace;
    // Somebody's own workspace may be another one of our organisation. Those of another one have one too.
    const colleague = ours !== undefined && about.enterprise_user?.enterprise_id === ours;
    const elsewhere = about.is_stranger === true || (away && !colleague);
    const actor = { id: user, name: names.find(Boolean) ?? user, admin, roles: roles.get(user) ?? [] };
    const refused = about.is_bot ? "bot" : about.deleted ? "gone" : elsewhere ? "stranger" : undefined;
    if (about.locale !== undefined) locales.set(keyOf(workspace, user), about.locale);
    return { actor, locale: about.locale ?? ENGLISH, ...(refused ? { refused } : {}) };
  };

  /** Whom Slack doesn't show us has acted in a channel that another organisation shares with ours. */
  const unseen = (user: string): Profile => ({
    ...{ actor: { id: user, name: user, admin: false, roles: [] }, locale: ENGLISH, refused: "stranger" },
  });

  const ask = async (workspace: string, user: string): Promise<Profile> => {
    try {
      return await look(workspace, user);
    } catch (error) {
      if (!(error instanceof MessageGone)) throw error;
      log.info({ user, workspace, reason: messageOf(error.cause) }, "Slack doesn't show who somebody is");
      return unseen(user);
    }
  };

  const find: Profiles["find"] = (workspace, user) => profiles(keyOf(workspace, user), () => ask(workspace, user));
  return {
    find,
    localeOf: async ({ workspace, user }) => {
      const known = locales.get(keyOf(workspace, user));
      if (known !== undefined) return known;
      try {
        return (await find(workspace, user)).locale;
      } catch (error) {
        log.info({ user, workspace, reason: messageOf(error) }, "Slack doesn't say somebody's language");
        return ENGLISH;
      }
    },
    localeNow: ({ workspace, user }) => locales.get(keyOf(workspace, user)) ?? ENGLISH,
  };
}

function keyOf(workspace: string, user: string): string {
  return `${workspace} ${user}`;
}
