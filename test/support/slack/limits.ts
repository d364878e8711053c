import type { Channel } from "./types.ts";

/** Of which kind of conversation a scope is said, as `channels:read` for public ones: slack-conversation-scopes. */
const KINDS = { public: "channels", private: "groups", im: "im", mpim: "mpim" } as const satisfies Record<
  Channel["kind"],
  string
>;

/**
 * The bot scope of each method, from each one's page at docs.slack.dev/reference/methods. `*:read` stands for the one
 * of the conversation's kind; undefined for a method that needs none.
 */
const SCOPE_OF = {
  "auth.test": undefined,
  "apps.connections.open": undefined,
  "bots.info": "users:read",
  "chat.postMessage": "chat:write",
  "chat.update": "chat:write",
  "chat.postEphemeral": "chat:write",
  "chat.delete": "chat:write",
  "chat.getPermalink": undefined,
  "conversations.info": "*:read",
  "conversations.history": "*:history",
  "conversations.replies": "*:history",
  "conversations.join": "channels:join",
  "conversations.open": "im:write",
  "conversations.members": "*:read",
  "users.info": "users:read",
  "usergroups.list": "usergroups:read",
  "usergroups.users.list": "usergroups:read",
  "views.open": undefined,
  "views.update": undefined,
  "views.push": undefined,
  "views.publish": undefined,
  "files.info": "files:read",
  "files.getUploadURLExternal": "files:write",
  "files.completeUploadExternal": "files:write",
  "files.delete": "files:write",
} as const satisfies Record<string, string | undefined>;

export type Method = keyof typeof SCOPE_OF;

export function isMethod(name: string): name is Method {
  return Object.hasOwn(SCOPE_OF, name);
}

/** The scope that a call needs, given the conversation that it names. */
export function scopeOf(method: Method, kind: Channel["kind"] = "public"): string | undefined {
  return SCOPE_OF[method]?.replace("*", KINDS[kind]);
}

/** Every scope that anything here needs. `chat:write.public` lets the bot post where it is no member. */
export const ALL_SCOPES: readonly string[] = [
  ...new Set(
    (Object.keys(SCOPE_OF) as Method[]).flatMap((method) =>
      (["public", "private", "im", "mpim"] as const).flatMap((kind) => scopeOf(method, kind) ?? []),
    ),
  ),
  "commands",
  "chat:write.public",
];

/** Calls a minute and workspace: docs.slack.dev/apis/web-api/rate-limits. */
const TIERS = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;
/** A connection may be opened a few times in a row; Slack says only that it is infrequent. */
const BURST_OF_TIER_1 = 10;
/** A message a second and channel, and a short burst. */
const POSTS = { perMinute: 60, burst: 4 } as const;

const TIER_OF: Readonly<Partial<Record<Method, keyof typeof TIERS>>> = {
  "apps.connections.open": 1,
  "usergroups.list": 2,
  "usergroups.users.list": 2,
  "chat.update": 3,
  "chat.delete": 3,
  "bots.info": 3,
  "conversations.info": 3,
  "conversations.history": 3,
  "conversations.replies": 3,
  "conversations.join": 3,
  "conversations.open": 3,
  "files.delete": 3,
  "conversations.members": 4,
  "chat.postEphemeral": 4,
  "users.info": 4,
  "views.open": 4,
  "views.update": 4,
  "views.push": 4,
  "views.publish": 4,
  "files.info": 4,
  "files.getUploadURLExternal": 4,
  "files.completeUploadExternal": 4,
};

export interface RateLimits {
  /** Seconds to wait, or undefined when the call may pass. */
  exceeded(method: Method, team: string, channel: string): number | undefined;
}

/** Token buckets, in the machine's own time, since the client waits in it. `now` is in milliseconds. */
export function rateLimits(factor: number, now: () => number): RateLimits {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    exceeded: (method, team, channel) => {
      const tier = TIER_OF[method];
      const posts = method === "chat.postMessage";
      if (factor === Number.POSITIVE_INFINITY || (tier === undefined && !posts)) return undefined;
      const tierBurst = tier === 1 ? BURST_OF_TIER_1 : TIERS[tier ?? 4];
      const perMs = ((posts ? POSTS.perMinute : TIERS[tier ?? 4]) * factor) / 60_000;
      const burst = Math.max(1, (posts ? POSTS.burst : tierBurst) * factor);
      const key = `${team} ${method} ${posts ? channel : ""}`;
      const at = now();
      const bucket = buckets.get(key) ?? { left: burst, at };
      const left = Math.min(burst, bucket.left + (at - bucket.at) * perMs);
      const passes = left >= 1;
      buckets.set(key, { left: passes ? left - 1 : left, at });
      return passes ? undefined : Math.max(1, Math.ceil((1 - left) / perMs / 1_000));
    },
  };
}
