import type { Actor } from "../chat/invocation.ts";
import { isInCast } from "../elements/files.ts";
import { UserError } from "../errors.ts";
import type { Media } from "../models/model.ts";
import type { Db, GenerationRow } from "../store/tables.ts";
import type { Deps } from "./deps.ts";
import { isFinished } from "./states.ts";
import { smallOf } from "./videos.ts";

/**
 * Deletes the video of a finished job and all that was made of it: the announcement says so, and the files go unless
 * another job needs them. One that was let go may still be in its message, and goes from there.
 */
export async function removeVideo(deps: Deps, row: GenerationRow, actor: Actor): Promise<void> {
  if (!isFinished(row.state)) throw new UserError("That job is still under way. Delete its video when it is there.");
  if (row.video === null || row.deleted_at !== null)
    throw new UserError("There is no video to delete: it is gone already.");
  const at = deps.clock.now();
  await deps.db
    .updateTable("generations")
    .set((eb) => ({ deleted_at: at, told: null, due_at: at, fence: eb("fence", "+", 1), lease_until: 0 }))
    .where("id", "=", row.id)
    .execute();
  const { hash } = JSON.parse(row.video) as Media;
  await deps.removeShared({ generation: row.id, video: hash });
  for (const file of [hash, smallOf(row)?.hash]) {
    if (file === undefined || (await isNeeded(deps.db, file, row.id)) || (await isInCast(deps.db, file))) continue;
    await deps.library.remove(file);
  }
  deps.log.info({ generation: row.id, by: actor.id }, "video deleted");
}

/** Whether another job's video or input is the same file. */
async function isNeeded(db: Db, hash: string, except: string): Promise<boolean> {
  const { jobs } = await db
    .selectFrom("generations")
    .select((eb) => eb.fn.countAll<number>().as("jobs"))
    .where("id", "<>", except)
    .where("deleted_at", "is", null)
    .where((eb) => {
      const has = `%${hash}%`;
      const video = eb.or([eb("video", "like", has), eb("video_small", "like", has)]);
      return eb.or([eb("input", "like", has), eb.and([video, eb("let_go_at", "is", null)])]);
    })
    .executeTakeFirstOrThrow();
  return Number(jobs) > 0;
}
