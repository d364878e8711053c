import { sql } from "kysely";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { DiskFull } from "../../media/keep/errors.ts";
import type { Room } from "../../media/keep/room.ts";
import { type Closed, sayClosed } from "../../reconcile/account.ts";
import type { Db } from "../../store/tables.ts";
import type { Degraded, Readiness } from "../../web/serve/health.ts";
import type { Standing } from "../chats/presence.ts";

interface Parts {
  db: Db;
  room: Pick<Room, "check">;
  /** Why EvoLink takes no new jobs from here; undefined while it does. */
  account(): Promise<Closed | undefined>;
  chats(): readonly Standing[];
  /** Whether something that needs no chat is served: pages, jobs, the playground. */
  servesWithoutChats: boolean;
  clock: Pick<Clock, "now">;
  log: Logger;
}

/**
 * What `/readyz` says: ready while anything can be served, with all that isn't as it should be. Without the database
 * nothing can be, and without its chats nothing can by a process that only hears them.
 */
export function createReadiness({ db, room, account, chats, servesWithoutChats, clock, log }: Parts) {
  const noticed = new Map<string, number>();
  /** Of what nobody says since when: since this was first asked. */
  const since = (what: string, is: boolean): number => {
    if (!is) noticed.delete(what);
    else if (!noticed.has(what)) noticed.set(what, clock.now());
    return noticed.get(what) ?? clock.now();
  };

  /** What of a part that needs the database isn't well; undefined when the database doesn't answer. */
  const ofDatabase = async (): Promise<Degraded[] | undefined> => {
    try {
      await sql`select 1`.execute(db);
      const closed = await account();
      since("database", false);
      return closed ? [said("evolink", closed.since, sayClosed(closed))] : [];
    } catch (error) {
      log.error({ err: error }, "the database did not answer the readiness check");
      return undefined;
    }
  };

  const ofDisk = async (): Promise<Degraded[]> => {
    const full = await isFull(room);
    const at = since("disk", full);
    return full ? [said("disk", at, "The disk is nearly full: new requests are refused.")] : [];
  };

  return async (): Promise<Readiness> => {
    const away = chats().flatMap(({ chat, since: at, why }) => (why === undefined ? [] : [said(chat, at, why)]));
    const rest = await ofDatabase();
    if (!rest) {
      const database = said("database", since("database", true), "The database doesn't answer; the log says why.");
      return { ready: false, degraded: [database, ...away] };
    }
    const anyChat = chats().some(({ why }) => why === undefined);
    return { ready: servesWithoutChats || anyChat, degraded: [...rest, ...(await ofDisk()), ...away] };
  };
}

function said(what: string, since: number, why: string): Degraded {
  return { what, since: new Date(since).toISOString(), why };
}

async function isFull(room: Pick<Room, "check">): Promise<boolean> {
  try {
    await room.check();
    return false;
  } catch (error) {
    if (error instanceof DiskFull) return true;
    throw error;
  }
}
