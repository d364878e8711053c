import type { Actor, Place } from "../chat/contract/invocation.ts";

/** The people that the page can act as. The friend has a role, for trying out what /admin role gives. */
export const MEMBERS = {
  member: { id: "member", name: "You", admin: false, roles: [] },
  friend: { id: "friend", name: "A friend", admin: false, roles: ["friends"] },
  admin: { id: "admin", name: "Admin", admin: true, roles: [] },
} as const satisfies Record<string, Actor>;

/** The bot as the channel shows it. */
export const BOT = { id: "reelay", name: "Reelay" } as const;

/** The only channel there is. */
export const CHANNEL = "general";

export const HERE: Place = { platform: "playground", workspace: "local", channel: CHANNEL };
