import type { Tables } from "./tables.ts";

/**
 * The order in which a transaction may lock rows: each only when it holds none of a table further down. So no two
 * transactions wait for each other. A row is locked by its update, by its deletion, and by an insert that gives way to
 * a row that is there; one that is only added has no lock that anybody waits for. `docs/states.md` shows this table,
 * and the tests hold every transaction of theirs against it.
 */
export const LOCK_ORDER = [
  {
    table: "locks",
    what: "named locks: the slots of the gateway, a workspace's budget and jobs, the readings of the account",
  },
  { table: "policies", what: "the rules of a workspace" },
  { table: "accounts", what: "a member's account, before anything of it is counted; of several the lowest id first" },
  { table: "audit", what: "that a request is done already, of what must not be done twice" },
  { table: "generations", what: "a job, before what it holds; of several the one that is due first" },
  { table: "holds", what: "the credits that a job holds" },
  { table: "pots", what: "a member's credits: an allowance before the grants" },
  { table: "elements", what: "characters of a cast" },
  { table: "approvals", what: "requests that wait for an admin" },
  { table: "cast_rules", what: "how a cast is kept" },
  { table: "preferences", what: "what a member prefers" },
  { table: "admins", what: "who has decided in a workspace" },
  { table: "ledger", what: "entries, which are added and never changed; only the words on them are forgotten" },
  { table: "durations", what: "what was learned of a model's speed" },
  { table: "balance_readings", what: "readings of the account at the gateway" },
  { table: "account_watch", what: "whether that account is empty" },
  { table: "exports", what: "members' data as files" },
  { table: "said_of", what: "messages that name a member" },
  { table: "shares", what: "pages of shared videos" },
  { table: "stills", what: "pictures that stand for videos" },
  { table: "playground_messages", what: "messages of the playground" },
  { table: "kv", what: "what may be lost" },
  { table: "slack_files", what: "videos that are shared as files in Slack" },
  { table: "file_uses", what: "who needs which file" },
] as const satisfies readonly { table: keyof Tables; what: string }[];

/** Where a table stands in the order, from 0. */
export function lockRank(table: string): number {
  return LOCK_ORDER.findIndex((one) => one.table === table);
}
