import type { Kysely, Transaction } from "kysely";
import type { ElementRow, GenerationRow } from "./job-rows.ts";
import type {
  AccountWatchRow,
  AdminRow,
  AuditRow,
  BalanceReadingRow,
  ExportRow,
  FileUseRow,
  PolicyRow,
  PreferencesRow,
  SaidOfRow,
  ShareRow,
  SlackFilesRow,
  StillsRow,
} from "./rows.ts";

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

export type { ElementRow, ElementState, GenerationRow, GenerationState } from "./job-rows.ts";

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
