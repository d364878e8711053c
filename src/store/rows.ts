/** The rows of the smaller tables, as the migrations left them. Times are milliseconds since 1970, money is Units, JSON is text. */

/** What a member prefers in a workspace. */
export interface PreferencesRow {
  workspace: string;
  member: string;
  /** JSON of `Preferences`. */
  chosen: string;
}

/** What the admins of a workspace have decided. */
export interface PolicyRow {
  workspace: string;
  /** JSON of `Rules`: what isn't in it is as the environment says. */
  rules: string;
}

/** Who changed what, and when. Append-only. */
export interface AuditRow {
  id: string;
  workspace: string;
  actor: string;
  actor_name: string;
  /** A sentence: `set the allowance to 200 credits a month`. */
  what: string;
  /** Which member it was done to, and their name as it stands in the sentence. */
  about: string | null;
  about_name: string | null;
  /** The interaction that did it, of what must not be done twice; unique. */
  source: string | null;
  at: number;
}

/** What EvoLink's account and the ledger said at one time, and what had become of the reading before. */
export interface BalanceReadingRow {
  id: string;
  /** Names the account: readings of two are never compared. */
  account: string;
  at: number;
  /** What is on the account, and what it has used, by its own count. */
  remaining: number;
  used: number;
  /** All captures since the beginning, of all workspaces. */
  captured: number;
  /** The prices of the jobs that the account may or may not have been charged for yet. */
  in_flight: number;
  /** JSON of `Drift`; null where there was nothing to compare with. */
  drift: string | null;
  /** 1 once nobody has to be told of it any more. */
  reported: number;
}

/** Whether an account of EvoLink is known to take no jobs. */
export interface AccountWatchRow {
  account: string;
  /** Since when; null while it takes them. */
  closed_at: number | null;
  /** Why it was closed last; null is of a time when only an empty one was. */
  why: "empty" | "key" | null;
  /** When it last took jobs again. */
  opened_at: number | null;
  /** Looks at it since it was first found closed. */
  tries: number;
  /** When somebody looks next. */
  check_at: number | null;
}

/** A page by which a video is, or was, shared. What has ended stays, so that its page can say so; a next share is another. */
export interface ShareRow {
  /** SHA-256 of the id in hex. It is what is looked for: how long that takes says nothing of how near a guess has come. */
  key: string;
  /** The end of the page's address. Nobody guesses one. */
  id: string;
  generation: string;
  workspace: string;
  /** 1 when its maker lets the page show the prompt. */
  prompt: number;
  /** Who shared it: its maker, or an admin. */
  sharer: string;
  created_at: number;
  /** When it was unshared, or its video deleted; null while it is shared. */
  ended_at: number | null;
}

/** What stands for a video where it can't play itself. */
export interface StillsRow {
  /** The video's hash. */
  video: string;
  /** JSON of `Stills`. */
  made: string;
}

/** An admin who has used an admin's command there. Whether they are one still, only the chat knows. */
export interface AdminRow {
  workspace: string;
  member: string;
  platform: string;
  /** When they last did. */
  seen_at: number;
}

/** The files of one card. The row is written before they are shared, so that nobody shares others in their place. */
export interface SlackFilesRow {
  /** The card's message: workspace, channel and `ts`, with a slash between. */
  card: string;
  /** Slack's ids of the files, as a JSON list. */
  files: string;
  /** `sharing`: Slack may have shared them. `unseen`: the same, and they did not show up in time. */
  state: "sharing" | "unseen" | "shared";
  /** Slack's `ts` of the message that shows them, once they are shared. */
  ts: string | null;
  /** That message's address. */
  link: string | null;
  created_at: number;
}

/** A message of the bot's in a chat, other than a job's own, that names a member or shows their words. */
export interface SaidOfRow {
  /** The chat's address of it, a `MessageRef`. */
  message: string;
  platform: string;
  workspace: string;
  member: string;
  said_at: number;
  /** Since when it is to be taken out of the chat; null while it may stay. */
  remove_at: number | null;
}

/** A member's data as files, which `file_uses` names by its id. */
export interface ExportRow {
  id: string;
  workspace: string;
  member: string;
  made_at: number;
}

/**
 * For what a file of the library is kept: what a job was made from, its video, a picture that stands for a video, a
 * character, a request that waits for an admin, or a member's exported data. `leaving`: it is about to be deleted.
 */
export type FileUse = "input" | "result" | "still" | "character" | "request" | "export" | "leaving";

/** One row of `file_uses`: somebody needs the file. A file that nobody needs may be deleted. */
export interface FileUseRow {
  /** SHA-256 in hex. */
  hash: string;
  /** The id of the job, character, request or export; of a picture the hash of its video; of what leaves, its owner's tag. */
  holder: string;
  use: FileUse;
}
