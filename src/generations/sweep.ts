import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import type { MediaLibrary } from "../media/library.ts";
import type { Db, GenerationRow } from "../store/tables.ts";
import { isFinished } from "./states.ts";
import { smallOf, videoOf } from "./videos.ts";

/** Deletes the files that nothing needs any more, now and then. */
export interface Sweeper {
  start(): void;
  stop(): Promise<void>;
}

const SWEEP_EVERY_MS = 6 * 3_600_000;
/** A file this young may belong to a request that is just being made, or to a draft that is still to be confirmed. */
const YOUNG_MS = 24 * 3_600_000;
const ROWS_AT_ONCE = 500;
const HASH = /\b[0-9a-f]{64}\b/g;

interface Parts {
  db: Db;
  library: Pick<MediaLibrary, "entries" | "remove">;
  /** How long the files that a job was made from are kept after it has ended, in milliseconds. */
  keepInputsMs: number;
  /** Lets go of videos that are kept no longer; before each sweep. */
  letGo?(): Promise<unknown>;
  clock: Clock;
  log: Logger;
}

export function createSweeper(parts: Parts): Sweeper {
  const stopping = new AbortController();
  let loop: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await parts.letGo?.();
        const removed = await sweep(parts);
        if (removed > 0) parts.log.info({ removed }, "swept files that nothing needs any more");
      } catch (error) {
        parts.log.error({ err: error }, "files could not be swept");
      }
      await parts.clock.sleep(SWEEP_EVERY_MS, stopping.signal);
    }
  };
  return {
    start: () => {
      loop ??= work();
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}

/**
 * Deletes every file of the library that is older than a day and that no video in a channel, no character of a cast
 * and no job needs: a job under way, or one that ended less than `keepInputsMs` ago, whose files a retry takes. Gives
 * how many went.
 */
export async function sweep({ db, library, keepInputsMs, clock }: Parts): Promise<number> {
  const now = clock.now();
  // What is old is listed first: a file that comes to be needed meanwhile is in the rows that are read after it.
  const old: string[] = [];
  for await (const { hash, changedAt } of library.entries()) if (changedAt < now - YOUNG_MS) old.push(hash);
  if (old.length === 0) return 0;
  const needed = await neededFiles(db, now - keepInputsMs);
  const unneeded = old.filter((hash) => !needed.has(hash));
  for (const hash of unneeded) await library.remove(hash);
  return unneeded.length;
}

async function neededFiles(db: Db, endedAfter: number): Promise<Set<string>> {
  const needed = new Set<string>();
  const add = (text: string | null) => {
    for (const [hash] of text?.matchAll(HASH) ?? []) needed.add(hash);
  };
  for (const { files, request } of await db.selectFrom("elements").select(["files", "request"]).execute()) {
    add(files);
    add(request);
  }
  for (const { request } of await db.selectFrom("approvals").select("request").execute()) add(request);
  let after = "";
  for (;;) {
    const rows = await db
      .selectFrom("generations")
      .select(["id", "state", "input", "video", "video_small", "deleted_at", "let_go_at", "finished_at"])
      .where("id", ">", after)
      .orderBy("id")
      .limit(ROWS_AT_ONCE)
      .execute();
    for (const row of rows) {
      if (videoOf(row)) add(row.video);
      if (smallOf(row)) add(row.video_small);
      if (keepsInputs(row, endedAfter)) add(row.input);
    }
    const last = rows.at(-1);
    if (!last) break;
    after = last.id;
  }
  await addStills(db, needed);
  return needed;
}

/** The pictures that stand for a video are of use as long as the video is. */
async function addStills(db: Db, needed: Set<string>): Promise<void> {
  for (const { video, made } of await db.selectFrom("stills").selectAll().execute()) {
    if (!needed.has(video)) await db.deleteFrom("stills").where("video", "=", video).execute();
    else for (const [hash] of made.matchAll(HASH)) needed.add(hash);
  }
}

function keepsInputs(row: Pick<GenerationRow, "state" | "finished_at">, endedAfter: number): boolean {
  return !isFinished(row.state) || (row.finished_at ?? Number.POSITIVE_INFINITY) > endedAfter;
}
