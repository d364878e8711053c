/** What each scope is for; the manifest asks for these and no more. docs/slack.md says the same in words. */
export const SCOPES = {
  "channels:history": "finds an announcement whose answer was lost, instead of posting it twice",
  "channels:join": "joins a public channel when somebody asks for a video there",
  "channels:read": "sees whether the bot is in a channel",
  "chat:write": "posts, edits and answers",
  commands: "slash commands and shortcuts",
  "files:read": "reads the pictures and videos that members give",
  "files:write": "uploads finished videos, and deletes them when their member does",
  "groups:history": "the same as channels:history, in private channels it was invited to",
  "groups:read": "the same as channels:read, for private channels",
  "im:history": "the same, in its conversation with one member",
  "im:read": "the same, for its conversation with one member",
  "im:write": "writes to a member alone",
  "mpim:read": "the same as channels:read, for group messages it is in",
  "usergroups:read": "knows members' groups, by which allowances can differ",
  "users:read": "knows members' names, and who is an admin",
} as const satisfies Record<string, string>;
