import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { createLoop } from "../../base/loop.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import { releaseFiles, unusedOf } from "../../store/file-uses.ts";
import type { Db } from "../../store/tables.ts";
import { forgetExpired } from "../approve/waiting.ts";
import { ALL_STATES } from "../states/state-table.ts";
import { isFinished } from "../states/states.ts";

/** Deletes the files that nothing needs any more, now and then. */
export interface Sweeper {
  start(): void;
  stop(): Promise<void>;
}

const SWEEP_EVERY_MS = 6 * 3_600_000;
/** A file this young may belong to a request that is just being made, or to a draft that is still to be confirmed. */
const YOUNG_MS = 24 * 3_600_000;
const ROWS_AT_ONCE = 500;
const FILES_AT_ONCE = 500;
const ENDED = ALL_STATES.filter(isFinished);

/** What it takes to sweep. */
interface Sweeping {
  db: Db;
  library: Pick<MediaLibrary, "entries" | "remove">;
  /** How long the files that a job was made from are kept after it has ended, in milliseconds. */
  keepInputsMs: number;
  /** What is to be done before each sweep: it may let go of files. */
  first?(): Promise<unknown>;
  /** Finishes what was begun; at once, whatever the first sweep waits for, and before each. */
  finish?(): Promise<unknown>;
  /** How long the first sweep waits, in milliseconds; not at all unless said. */
  waitMs?: number;
  clock: Clock;
  log: Logger;
}

export function createSweeper(sweeping: Sweeping): Sweeper {
  const { first, finish, waitMs = 0, clock, log } = sweeping;
  let early = waitMs > 0;
  return createLoop({
    turn: async () => {
      try {
        await finish?.();
      } catch (error) {
        log.error({ err: error }, "what was begun could not be finished");
      }
      if (early) {
        early = false;
        return waitMs;
      }
      await first?.();
      const removed = await sweep(sweeping);
      if (removed > 0) log.info({ removed }, "swept files that nothing needs any more");
      return undefined;
    },
    pauseMs: SWEEP_EVERY_MS,
    failed: (error) => log.error({ err: error }, "files could not be swept"),
    clock,
  });
}

/**
 * Deletes every file of the library that is older than a day and that nobody needs: no video in a channel, no character
 * of a cast, no request that waits, and no job that is under way or ended less than `keepInputsMs` ago, whose files a
 * retry takes. Gives how many went. It is the one place that decides by age; everything else asks `file_uses`.
 */
export async function sweep({ db, library, keepInputsMs, clock }: Sweeping): Promise<number> {
  const now = clock.now();
  await releaseEnded(db, now - keepInputsMs);
  await forgetExpired(db, now - keepInputsMs);
  await releaseStills(db);
  let removed = 0;
  for await (const some of oldFiles(library, now - YOUNG_MS)) {
    const unused = await unusedOf(db, some);
    for (const hash of unused) await library.remove(hash);
    removed += unused.length;
  }
  return removed;
}

/** Old files in turns. One that comes to be needed meanwhile is so before it is looked for. */
async function* oldFiles(library: Sweeping["library"], before: number): AsyncGenerator<readonly string[]> {
  let some: string[] = [];
  for await (const { hash, changedAt } of library.entries()) {
    if (changedAt < before) some.push(hash);
    if (some.length < FILES_AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

/** Jobs that ended before then need the files no longer that they were made from. */
async function releaseEnded(db: Db, endedBefore: number): Promise<void> {
  for (;;) {
    const rows = await db
      .selectFrom("file_uses")
      .innerJoin("generations", "generations.id", "file_uses.holder")
      .select("generations.id")
      .distinct()
      .where("file_uses.use", "=", "input")
      .where("generations.state", "in", ENDED)
      .where("generations.finished_at", "<=", endedBefore)
      .limit(ROWS_AT_ONCE)
      .execute();
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    await db.transaction().execute((tx) => releaseFiles(tx, ids, "input"));
  }
}

/** The pictures that stand for a video are of use as long as the video is. */
async function releaseStills(db: Db): Promise<void> {
  for (;;) {
    const rows = await db
      .selectFrom("stills")
      .select("video")
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom("file_uses").select("hash").whereRef("file_uses.hash", "=", "stills.video"))),
      )
      .limit(ROWS_AT_ONCE)
      .execute();
    if (rows.length === 0) return;
    const videos = rows.map(({ video }) => video);
    await db.transaction().execute(async (tx) => {
      await tx.deleteFrom("stills").where("video", "in", videos).execute();
      await releaseFiles(tx, videos, "still");
    });
  }
}
