import { UserError } from "../../base/errors.ts";
import type { Actor } from "../../chat/contract/invocation.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import type { Media } from "../../models/parts/model.ts";
import { endUses, unusedOf } from "../../store/file-uses.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import type { Basics } from "../states/basics.ts";
import { isFinished } from "../states/states.ts";

const words = sentences("delete-video", {
  underWay: "That job is still under way. You can delete its video once it's there.",
  gone: "There's no video to delete: it's already gone.",
});

/** What it takes to delete a video. */
export interface Removing extends Basics {
  library: Pick<MediaLibrary, "remove">;
  /** Ends what is shared of a job, and deletes what stands for its video. */
  removeShared(job: { generation: string; video: string }): Promise<void>;
}

/**
 * Deletes the video of a finished job and all that was made of it: the announcement says so, and the files go unless
 * somebody else needs them; every link to it ends. One that was let go may still be in its message, and goes from there.
 * Gives whether a file of it stays for somebody else.
 */
export async function removeVideo(removing: Removing, row: GenerationRow, actor: Actor): Promise<{ stays: boolean }> {
  if (!isFinished(row.state)) throw new UserError(words.underWay);
  if (row.video === null || row.deleted_at !== null) throw new UserError(words.gone);
  const at = removing.clock.now();
  const { all, unneeded } = await removing.db.transaction().execute(async (tx) => {
    await tx
      .updateTable("generations")
      .set((eb) => ({ deleted_at: at, told: null, due_at: at, fence: eb("fence", "+", 1), lease_until: 0 }))
      .where("id", "=", row.id)
      .execute();
    const all = await endUses(tx, [row.id], "result");
    return { all, unneeded: await unusedOf(tx, all) };
  });
  const { hash } = JSON.parse(row.video) as Media;
  await removing.removeShared({ generation: row.id, video: hash });
  for (const file of unneeded) await removing.library.remove(file);
  removing.log.info({ generation: row.id, by: actor.id }, "video deleted");
  return { stays: unneeded.length < all.length };
}
