import { chooseLeaving, type RetentionEntry, type RetentionPolicy } from "../media/retention.ts";
import { readPolicy } from "../policy/store.ts";
import type { GenerationRow } from "../store/tables.ts";
import type { Deps } from "./deps.ts";
import { smallOf, videoOf } from "./videos.ts";
import { placeOf } from "./views.ts";

/** How long the videos of a workspace are kept, and how much of them, where its admins have not said otherwise. */
export interface VideosKept {
  days?: number | undefined;
  bytes?: number | undefined;
}

type Parts = Pick<Deps, "db" | "quota" | "announcer" | "removeShared" | "clock" | "log">;

const DAY_MS = 24 * 3_600_000;
const ROWS_AT_ONCE = 500;

/**
 * Lets go of the videos that are too old or too many for their workspace, the oldest first, but for those that are
 * pinned: what is shared of them ends, and the next sweep deletes their files. A message loses its video only where
 * the chat has no copy of its own. Gives how many there were.
 */
export async function letGoVideos(parts: Parts, usual: VideosKept): Promise<number> {
  const { db, quota, clock, log } = parts;
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
    const leaving = chooseLeaving(await videosOf(parts, workspace), bounds, clock.now());
    for (const { id } of leaving) if (await letGo(parts, id)) gone += 1;
    if (leaving.length > 0) log.info({ workspace, videos: leaving.length }, "let go of videos");
  }
  return gone;
}

/** The videos of a workspace that are kept, each with the bytes of all that was made of it. */
async function videosOf({ db }: Parts, workspace: string): Promise<(RetentionEntry & { id: string })[]> {
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

/** Not while somebody is just being told of it, nor once it has been pinned or deleted: then the next round may. */
async function letGo(parts: Parts, id: string): Promise<boolean> {
  const { db, clock, announcer, removeShared } = parts;
  const at = clock.now();
  const row = await db
    .updateTable("generations")
    .set({ let_go_at: at })
    .where("id", "=", id)
    .where("due_at", "is", null)
    .where("pinned_at", "is", null)
    .where("deleted_at", "is", null)
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  if (announcer.showsOurs(placeOf(row))) await showAgain(parts, row, at);
  const { hash } = JSON.parse(row.video ?? "") as { hash: string };
  await removeShared({ generation: id, video: hash });
  return true;
}

async function showAgain({ db }: Parts, row: GenerationRow, at: number): Promise<void> {
  await db
    .updateTable("generations")
    .set((eb) => ({ told: null, due_at: at, fence: eb("fence", "+", 1), lease_until: 0 }))
    .where("id", "=", row.id)
    .execute();
}
