import { UserError } from "../../base/errors.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import { videoOf } from "../files/videos.ts";
import type { Basics } from "../states/basics.ts";

const words = sentences("pin-video", {
  none: "That job has no video to pin.",
  gone: "That video is no longer kept.",
});

/** Lets a job's video stay whatever its age, or no longer. Throws UserError where there is no video any more. */
export async function pinVideo({ db, clock, log }: Basics, row: GenerationRow, pinned: boolean): Promise<void> {
  if (pinned && !videoOf(row)) throw new UserError(words.none);
  const { numUpdatedRows } = await db
    .updateTable("generations")
    .set({ pinned_at: pinned ? (row.pinned_at ?? clock.now()) : null })
    .where("id", "=", row.id)
    .where("deleted_at", "is", null)
    .where("let_go_at", "is", null)
    .executeTakeFirst();
  // Let go, or deleted, in this very moment.
  if (pinned && numUpdatedRows === 0n) throw new UserError(words.gone);
  log.info({ generation: row.id, pinned }, "a video was pinned, or no longer is");
}
