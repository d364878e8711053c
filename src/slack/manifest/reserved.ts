/**
 * Slash commands of Slack's own. One of them in a manifest makes Slack refuse all of it (slack-manifest-reserved in
 * docs/platforms.md). Slack has no list of them, so this is what its clients offer and what reports name.
 */
const RESERVED: ReadonlySet<string> = new Set([
  ...["active", "apps", "archive", "away", "call", "collapse", "dm", "dnd", "expand", "feed", "feedback", "help"],
  ...["huddle", "invite", "join", "keys", "kick", "leave", "me", "msg", "mute", "open", "part", "prefs", "pro"],
  ...["remind", "remove", "rename", "search", "shortcuts", "shrug", "star", "status", "topic", "unarchive", "who"],
]);

/** Whether Slack keeps the name, which is without its slash, for itself. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name);
}
