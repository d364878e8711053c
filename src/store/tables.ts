import type { Kysely, Transaction } from "kysely";
import type { FileUseRow } from "./file-uses.ts";
import type { PreferencesRow } from "./migrations/003-preferences.ts";
import type { AuditRow, PolicyRow } from "./migrations/005-policy.ts";
import type { AccountWatchRow, BalanceReadingRow } from "./migrations/006-reconcile.ts";
import type { ShareRow } from "./migrations/008-shares.ts";
import type { StillsRow } from "./migrations/009-stills.ts";
import type { AdminRow } from "./migrations/010-admins.ts";
import type { SlackFilesRow } from "./migrations/011-slack-files.ts";
import type { ExportRow, SaidOfRow } from "./migrations/017-privacy.ts";

/** The whole schema, the same on SQLite and Postgres. Times are milliseconds since 1970, money is Units, JSON is text. */
export interface Tables {
  accounts: AccountRow;
  pots: PotRow;
  holds: HoldRow;
  ledger: LedgerRow;
  generations: GenerationRow;
  elements: ElementRow;
  cast_rules: CastRulesRow;
  locks: LockRow;
  durations: DurationRow;
  kv: KvRow;
  playground_messages: PlaygroundMessageRow;
  preferences: PreferencesRow;
  policies: PolicyRow;
  audit: AuditRow;
  approvals: ApprovalRow;
  balance_readings: BalanceReadingRow;
  account_watch: AccountWatchRow;
  shares: ShareRow;
  stills: StillsRow;
  admins: AdminRow;
  slack_files: SlackFilesRow;
  file_uses: FileUseRow;
  said_of: SaidOfRow;
  exports: ExportRow;
}

/** The database, or a transaction on it. */
export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** One for each member of a workspace; updating it is the lock under which a member's credits and jobs are counted. */
export interface AccountRow {
  workspace: string;
  member: string;
  /** The latest time that the account has seen: a clock that goes back does not bring a past period back. */
  touched_at: number;
  /** The platform's ids of the member's roles when they last asked for something, as a JSON list. */
  roles: string | null;
  /** By what the allowance is counted, `month Europe/Berlin`, and since when; null before it first was. */
  terms: string | null;
  terms_since: number | null;
  /** Since when the member's data here is being deleted; no job of theirs begins meanwhile. */
  forgetting_since: number | null;
}

/**
 * A pot of credits of a member: the allowance of one period (`allowance:2026-11`) or the grants (`grants`).
 * available = granted - held - spent; the database itself refuses any of the four below zero.
 */
export interface PotRow {
  workspace: string;
  member: string;
  pot: string;
  granted: number;
  held: number;
  spent: number;
}

/** Credits set aside for one generation, and how that ended. */
export interface HoldRow {
  id: string;
  workspace: string;
  member: string;
  generation: string;
  amount: number;
  state: "held" | "captured" | "released";
  created_at: number;
  resolved_at: number | null;
}

/** Append-only; ids sort in the order in which it happened. */
export interface LedgerRow {
  id: string;
  workspace: string;
  member: string;
  pot: string;
  kind: "grant" | "hold" | "capture" | "release" | "adjust";
  /** Never negative, but for `adjust`, which takes when it is. */
  amount: number;
  hold: string | null;
  generation: string | null;
  note: string;
  at: number;
}

/** What a job goes through: `docs/states.md` has them all. */
export type GenerationState =
  | "queued"
  | "submitting"
  | "running"
  | "rendered"
  | "delivered"
  | "failed"
  | "canceled"
  | "unknown"
  | "lost";

export interface GenerationRow {
  id: string;
  platform: string;
  workspace: string;
  channel: string;
  thread: string | null;
  member: string;
  member_name: string;
  /** The interaction's own id: unique in its workspace, so the same one twice is one request. */
  source_id: string;
  /** What was typed, as a line, for doing it again. */
  line: string;
  model: string;
  /** The model's input, its media by hash. */
  input: string;
  price: number;
  state: GenerationState;
  /** Grows by one whenever somebody takes the row; a write must name the fence it holds. */
  fence: number;
  lease_until: number;
  /** When the engine looks at the row next; null when nothing is left to do. */
  due_at: number | null;
  /** When it was given a slot at the gateway; null while it waits in the queue. */
  admitted_at: number | null;
  /** Failed tries of the present step in a row. */
  tries: number;
  /** The chat's address of the announcement. */
  message: string | null;
  /** The state that the announcement shows for good; differs from `state` while somebody must still be told. */
  told: string | null;
  task: string | null;
  submitted_at: number | null;
  estimate: number | null;
  progress: number;
  progress_at: number | null;
  /** While it runs, when the gateway is asked next (0 once it has called: now); while it waits, before when it is not sent. */
  poll_at: number | null;
  /** When the gateway last called for it. */
  called_at: number | null;
  /** The gateway's `credits_reserved` in Units, once its unit was recognised. */
  reserved: number | null;
  result_url: string | null;
  /** When the gateway's link dies. */
  result_until: number | null;
  /** The finished video, as JSON of `Media`. */
  video: string | null;
  /** The version that its chat takes, where the video is too large for it: JSON of `Media`, or `null` where none can be made. */
  video_small: string | null;
  /** When it was said that the video stays, whatever its age. */
  pinned_at: number | null;
  /** When its file was let go for its age or its size; a chat that has a copy of its own still shows it. */
  let_go_at: number | null;
  /** When its member's words and files in it were deleted. */
  forgotten_at: number | null;
  /** The gateway's `element_id`, of a finished element. */
  element: string | null;
  /** When its maker or an admin deleted the video. */
  deleted_at: number | null;
  error_code: string | null;
  /** The largest file that the chat surely takes there from the bot, in bytes, where it has a limit; less once it refused more. */
  upload_limit: number | null;
  /** The locale of who asked, as the chat told it (BCP 47), for all that is said of the job; null where it told none: English. */
  locale: string | null;
  /**
   * How far the member has been told of the end: `sending` before it is sent, then `sent`; `owed` when neither the
   * channel nor the member could be reached, until the member's next command.
   */
  notice: "sending" | "sent" | "owed" | null;
  /** The gateway's own sentence, for the log and the admin; members read ours. */
  error_detail: string | null;
  created_at: number;
  finished_at: number | null;
}

/** `waiting` for an admin's approval, `making` while its generation runs. */
export type ElementState = "waiting" | "making" | "ready" | "failed";

/** A character of a workspace's cast; deleting one deletes its row. */
export interface ElementRow {
  id: string;
  workspace: string;
  /** As its maker wrote it, without the `@`. */
  name: string;
  /** The name as it is looked for; unique in the workspace. */
  name_key: string;
  description: string;
  kind: "images" | "video";
  /** The front picture's hash; null where it was made from a video. */
  picture: string | null;
  /** The hashes of all it was made from, as a JSON list. */
  files: string;
  maker: string;
  maker_name: string;
  state: ElementState;
  /** What an approval starts, as JSON of `ElementRequest`; only while it waits for one. */
  request: string | null;
  /** The generation that makes or made it. */
  generation: string | null;
  /** The gateway's `element_id`, once it is ready. */
  element_id: string | null;
  created_at: number;
  started_at: number | null;
  finished_at: number | null;
}

/** How a workspace's cast is kept. */
export interface CastRulesRow {
  workspace: string;
  /** 1 when an admin has to approve what other members make. */
  approval: number;
}

/** Updating a row is a lock on its name, held until the transaction ends. */
export interface LockRow {
  name: string;
  touched_at: number;
}

/** What has been learned of a model's speed: the running mean and squared deviations of ln(seconds taken / seconds estimated). */
export interface DurationRow {
  model: string;
  count: number;
  mean: number;
  m2: number;
}

export interface KvRow {
  key: string;
  value: string;
  expires_at: number | null;
}

export interface PlaygroundMessageRow {
  /** Grows with time: the order in the channel. */
  id: string;
  /** What makes a post the same post again. */
  key: string | null;
  channel: string;
  /** Who alone sees it; null when everybody does. */
  audience: string | null;
  author: string;
  author_name: string;
  /** JSON: what a member typed, or a card. */
  body: string;
  created_at: number;
  updated_at: number;
}

/** A request that waits, or waited, for an admin. */
export interface ApprovalRow {
  /** What the buttons name it by: nobody guesses one. */
  id: string;
  platform: string;
  workspace: string;
  member: string;
  member_name: string;
  /** Of the interaction that asked: the same one twice is one approval. */
  source_id: string;
  /** What an approval starts, as JSON of `Waiting`; only while it waits. */
  request: string | null;
  price: number;
  /** `withdrawn` once its member has begun the same request in another form. */
  state: "waiting" | "approved" | "declined" | "expired" | "withdrawn";
  decider: string | null;
  decider_name: string | null;
  /** The job that an approval began. */
  generation: string | null;
  created_at: number;
  expires_at: number;
  decided_at: number | null;
}
