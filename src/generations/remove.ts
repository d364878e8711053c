import type { Actor } from "../chat/invocation.ts";
import { UserError } from "../errors.ts";
import type { Media } from "../models/model.ts";
import { releaseFiles } from "../store/file-uses.ts";
import type { GenerationRow } from "../store/tables.ts";
import type { Deps } from "./deps.ts";
import { isFinished } from "./states.ts";

/**
 * Deletes the video of a finished job and all that was made of it: the announcement says so, and the files go unless
 * somebody else needs them. One that was let go may still be in its message, and goes from there.
 */
export async function removeVideo(deps: Deps, row: GenerationRow, actor: Actor): Promise<void> {
  if (!isFinished(row.state)) throw new UserError("That job is still under way. Delete its video when it is there.");
  if (row.video === null || row.deleted_at !== null)
    throw new UserError("There is no video to delete: it is gone already.");
  const at = deps.clock.now();
  const unneeded = await deps.db.transaction().execute(async (tx) => {
    await tx
      .updateTable("generations")
      .set((eb) => ({ deleted_at: at, told: null, due_at: at, fence: eb("fence", "+", 1), lease_until: 0 }))
      .where("id", "=", row.id)
      .execute();
    return releaseFiles(tx, [row.id], "result");
  });
  const { hash } = JSON.parse(row.video) as Media;
  await deps.removeShared({ generation: row.id, video: hash });
  for (const file of unneeded) await deps.library.remove(file);
  deps.log.info({ generation: row.id, by: actor.id }, "video deleted");
}
