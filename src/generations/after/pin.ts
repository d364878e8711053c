import { UserError } from "../../base/errors.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { videoOf } from "../files/videos.ts";
import type { Basics } from "../states/basics.ts";

/** Lets a job's video stay whatever its age, or no longer. Throws UserError where there is no video any more. */
export async function pinVideo({ db, clock, log }: Basics, row: GenerationRow, pinned: boolean): Promise<void> {
  if (pinned && !videoOf(row)) throw new UserError("That job has no video that is kept here.");
  const { numUpdatedRows } = await db
    .updateTable("generations")
    .set({ pinned_at: pinned ? (row.pinned_at ?? clock.now()) : null })
    .where("id", "=", row.id)
    .where("deleted_at", "is", null)
    .where("let_go_at", "is", null)
    .executeTakeFirst();
  // Let go, or deleted, in this very moment.
  if (pinned && numUpdatedRows === 0n) throw new UserError("That video is no longer kept here.");
  log.info({ generation: row.id, pinned }, "a video was pinned, or no longer is");
}
