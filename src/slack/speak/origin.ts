import type { types } from "@slack/bolt";

/** What somebody did in Slack: who, where, and how they can be answered. */
export interface Origin {
  workspace: string;
  user: string;
  /** Of what was done, and the same when Slack sends it again. */
  sourceId: string;
  /** Missing where no conversation is looked at. */
  channel?: string | undefined;
  /** An app can't be added to the conversation, as to a direct message of two members. */
  closed?: boolean | undefined;
  thread?: string | undefined;
  /** Nobody has answered in the thread yet: what a member alone is shown can't be shown there. */
  startsThread?: boolean | undefined;
  /** Opens one form, within three seconds. */
  trigger?: string;
  /** Slack's address for answers to what was done: half an hour, five times. */
  respond?: ((message: { text: string; blocks: types.KnownBlock[] }) => Promise<unknown>) | undefined;
}

/** Of something that was done in a conversation. */
export type OriginThere = Origin & { channel: string };
