import { resolve } from "node:path";
import { andList, plural } from "../base/words.ts";
import { inspectStore, type StoreState, StoreUnreadable } from "../store/inspect.ts";
import type { Reading } from "./clock.ts";
import type { Finding } from "./finding.ts";

/** The database: whether it opens and fits this version of Reelay; and its clock, where it has one of its own. */
export async function checkDatabase(
  { databaseUrl, dataDir }: { databaseUrl: string | undefined; dataDir: string },
  now: () => number,
): Promise<{ finding: Finding; clock?: Reading }> {
  const about = "database";
  const name = databaseUrl === undefined ? `SQLite in ${resolve(dataDir)}` : "Postgres";
  try {
    const state = await inspectStore({ databaseUrl, dataDir }, now);
    const finding = { about, ...judge(name, state) };
    if (state.clock === undefined) return { finding };
    const { says, askedAt, toldAt } = state.clock;
    return { finding, clock: { by: "the database", least: askedAt - says, most: toldAt - says } };
  } catch (error) {
    if (!(error instanceof StoreUnreadable)) throw error;
    const mend =
      databaseUrl === undefined
        ? "Stop Reelay, and put a backup in its place."
        : "See that the server runs, and that DATABASE_URL has the right host, user, password and database.";
    return { finding: { about, is: "wrong", says: `${name} can't be opened: ${error.message}. ${mend}` } };
  }
}

function judge(name: string, { there, pending, unknown, held, readOnly }: StoreState): Omit<Finding, "about"> {
  const user = held ? " A running Reelay holds it." : "";
  if (unknown.length > 0) {
    return {
      is: "wrong",
      says: `${name} was written by a newer Reelay, which added ${andList(unknown)}. Install that version here, or restore a backup from before.${user}`,
    };
  }
  if (readOnly !== undefined) {
    return {
      is: "wrong",
      says: `${name} can't be written to: ${readOnly}. Name one that can be in DATABASE_URL, or give its user the right.`,
    };
  }
  if (!there) return { is: "fine", says: `${name} isn't there yet; the first start makes it.${user}` };
  if (pending.length > 0) {
    return {
      is: "note",
      says: `${name} is of an older Reelay. The next start brings ${plural(pending.length, "change")} to it: make a backup first.${user}`,
    };
  }
  return { is: "fine", says: `${name} opens, and is of this version.${user}` };
}
