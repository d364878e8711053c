import { setImmediate as aTurn } from "node:timers/promises";
import type { Db, Tables, Tx } from "../../store/tables.ts";
import type { Owner } from "./owner.ts";

/** A forgetting that is under way. */
export interface Forgetting {
  db: Db;
  owner: Owner;
  /** The names by which the member has been known here. */
  names: readonly string[];
  /** When it began, in milliseconds since 1970. */
  at: number;
  /** What has gone so far, this time. */
  gone: { jobs: number; characters: number };
}

/** A place that keeps something of members, or could: what is there, and what becomes of it. */
export interface Place {
  kind: "table" | "keys" | "files" | "chat" | "gateway" | "log";
  /** The table's name, what the keys begin with, or what it is called. */
  where: string;
  /** What of a member is there. */
  holds: string;
  /** What forgetting does with it. */
  forgotten: string;
  /** What stays after that, and why. */
  stays: string;
  /** Of a table: its columns, those that forgetting deletes or empties and those that stay. */
  columns?: { forgotten: readonly string[]; stays: readonly string[] };
  /** The name under which the export has it; nothing where it has not, as `unexported` says why. */
  exported?: string;
  unexported?: string;
  /** What the export has of it, a page at a time. */
  rows?(db: Db, owner: Owner): AsyncIterable<readonly object[]>;
  /** Does what `forgotten` says, a little in each transaction. Safe to repeat. */
  forget?(work: Forgetting): Promise<void>;
}

/** A table of which nothing is a member's. */
export function nobodys(where: keyof Tables, holds: string, stays: readonly string[]): Place {
  return {
    ...{ kind: "table", where, holds, forgotten: "nothing" },
    ...{ stays: "all of it: nothing in it is a member's", columns: { forgotten: [], stays } },
    unexported: "nothing in it is a member's",
  };
}

/** Rows of one transaction: so few that on SQLite, where every statement keeps the thread, everybody has a turn soon. */
export const ROWS_AT_ONCE = 50;

/** Repeats the step, each in a transaction and a turn of its own, until it has found nothing more to do. */
export async function inTurns(db: Db, step: (tx: Tx) => Promise<number>): Promise<void> {
  while ((await db.transaction().execute(step)) > 0) await aTurn();
}

/** The rows that `read` gives, page after page; it is given the key of the last row, and none at first. */
export async function* pagesOf<Row extends object>(
  read: (after: string) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): AsyncGenerator<readonly Row[]> {
  for (let after = ""; ; ) {
    const rows = await read(after);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = keyOf(last);
    await aTurn();
  }
}

/** The rows of a member in a table whose columns name workspace and member so. They are few. */
export async function* rowsOfMember(
  db: Db,
  table: "accounts" | "pots" | "preferences" | "admins" | "exports" | "said_of",
  { workspace, member }: Owner,
): AsyncGenerator<readonly object[]> {
  yield await db
    .selectFrom(table as "pots")
    .selectAll()
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .execute();
}

/** As `rowsOfMember`, where there may be many. */
export function pagesOfMember(
  db: Db,
  table: "ledger" | "generations" | "approvals" | "holds",
  { workspace, member }: Owner,
): AsyncGenerator<readonly object[]> {
  return pagesOf(
    (after) =>
      db
        .selectFrom(table as "ledger")
        .selectAll()
        .where("workspace", "=", workspace)
        .where("member", "=", member)
        .where("id", ">", after)
        .orderBy("id")
        .limit(ROWS_AT_ONCE)
        .execute(),
    ({ id }) => id,
  );
}
