import type { Quota } from "../../credits/quota.ts";
import { chooseLeaving, type RetentionEntry, type RetentionPolicy } from "../../media/keep/retention.ts";
import { readPolicy } from "../../policy/store.ts";
import { releaseFiles } from "../../store/file-uses.ts";
import type { Tx } from "../../store/tables.ts";
import { smallOf, videoOf } from "../files/videos.ts";
import { placeOf } from "../show/place.ts";
import type { Announcer } from "../show/view.ts";
import type { Basics } from "../states/basics.ts";
import type { Removing } from "./remove.ts";

/** How long the videos of a workspace are kept, and how much of them, where its admins have not said otherwise. */
export interface VideosKept {
  days?: number | undefined;
  bytes?: number | undefined;
}

/** What it takes to let go of videos. */
export interface LettingGo extends Basics, Pick<Removing, "removeShared"> {
  /** What admins have not said otherwise. */
  quota: Quota;
  announcer: Pick<Announcer, "showsOurs">;
}

const DAY_MS = 24 * 3_600_000;
const ROWS_AT_ONCE = 100;
const AT_ONCE = 20;
/** Messages that lose their video are shown anew one after another, not all in one breath. */
const SHOWN_EVERY_MS = 50;

/**
 * Lets go of the videos that are too old or too many for their workspace, the oldest first, but for those that are
 * pinned: what is shared of them ends, and the next sweep deletes their files. A message loses its video only where
 * the chat has no copy of its own. Gives how many there were.
 */
export async function letGoVideos(letting: LettingGo, usual: VideosKept): Promise<number> {
  const { db, quota, clock, log } = letting;
  const workspaces = await db
    .selectFrom("generations")
    .select("workspace")
    .distinct()
    .where("video", "is not", null)
    .where("let_go_at", "is", null)
    .execute();
  let gone = 0;
  for (const { workspace } of workspaces) {
    const { keepDays = usual.days, keepBytes = usual.bytes } = await readPolicy(db, quota, workspace);
    if (keepDays === undefined && keepBytes === undefined) continue;
    const bounds: RetentionPolicy = { maxAgeMs: keepDays && keepDays * DAY_MS, maxBytes: keepBytes };
    const leaving = chooseLeaving(await videosOf(letting, workspace), bounds, clock.now());
    for (let from = 0; from < leaving.length; from += AT_ONCE) {
      gone += await letGo(letting, leaving.slice(from, from + AT_ONCE), gone);
    }
    if (leaving.length > 0) log.info({ workspace, videos: leaving.length }, "let go of videos");
  }
  return gone;
}

/** The videos of a workspace that are kept, each with the bytes of all that was made of it. */
async function videosOf({ db }: LettingGo, workspace: string): Promise<(RetentionEntry & { id: string })[]> {
  const videos: (RetentionEntry & { id: string })[] = [];
  for (let after = ""; ; ) {
    const rows = await db
      .selectFrom("generations")
      .select(["id", "video", "video_small", "pinned_at", "deleted_at", "let_go_at", "finished_at", "created_at"])
      .where("workspace", "=", workspace)
      .where("state", "=", "delivered")
      .where("video", "is not", null)
      .where("deleted_at", "is", null)
      .where("let_go_at", "is", null)
      .where("id", ">", after)
      .orderBy("id")
      .limit(ROWS_AT_ONCE)
      .execute();
    for (const row of rows) {
      const { hash = "", bytes = 0 } = videoOf(row) ?? {};
      const changedAt = row.finished_at ?? row.created_at;
      videos.push({
        id: row.id,
        hash,
        bytes: bytes + (smallOf(row)?.bytes ?? 0),
        changedAt,
        pinned: row.pinned_at !== null,
      });
    }
    const last = rows.at(-1);
    if (!last) return videos;
    after = last.id;
  }
}

/**
 * Not those of which somebody is just being told, nor those that have been pinned or deleted: then the next round may.
 * Few in one transaction: on SQLite it keeps the thread. `before` went in this round. Gives how many go.
 */
async function letGo(letting: LettingGo, leaving: readonly { id: string }[], before: number): Promise<number> {
  const { db, clock, announcer, removeShared } = letting;
  const at = clock.now();
  const rows = await db.transaction().execute(async (tx) => {
    const left = await tx
      .updateTable("generations")
      .set({ let_go_at: at })
      .where(
        "id",
        "in",
        leaving.map(({ id }) => id),
      )
      .where("due_at", "is", null)
      .where("pinned_at", "is", null)
      .where("deleted_at", "is", null)
      .returningAll()
      .execute();
    const shown = left.filter((row) => announcer.showsOurs(placeOf(row)));
    for (const [index, { id }] of shown.entries()) await showAgain(tx, id, at + (before + index) * SHOWN_EVERY_MS);
    await releaseFiles(
      tx,
      left.map(({ id }) => id),
      "result",
    );
    return left;
  });
  for (const { id, video } of rows) {
    const { hash } = JSON.parse(video ?? "") as { hash: string };
    await removeShared({ generation: id, video: hash });
  }
  return rows.length;
}

async function showAgain(tx: Tx, id: string, at: number): Promise<void> {
  await tx
    .updateTable("generations")
    .set((eb) => ({ told: null, due_at: at, fence: eb("fence", "+", 1), lease_until: 0 }))
    .where("id", "=", id)
    .execute();
}
