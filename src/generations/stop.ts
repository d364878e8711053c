import type { Actor } from "../chat/invocation.ts";
import { writeAudit } from "../policy/store.ts";
import type { GenerationRow } from "../store/tables.ts";
import { type Ending, releaseAll } from "./fail.ts";

/**
 * What an admin's stop makes of a job. One that is just being handed over can't be stopped, nor one whose video is
 * there: it is paid for.
 */
const STOPPED = { queued: "canceled", running: "failed", unknown: "lost" } as const;

/** What became of it. `abandoned`: the gateway goes on and will be paid; here nobody waits for it any more. */
export type StopOutcome = "canceled" | "abandoned" | "too late";

/** Ends a job as far as its state allows, all of its credits going back, and writes down who did. */
export async function stopJob(deps: Ending, row: GenerationRow, actor: Actor): Promise<StopOutcome> {
  const at = deps.clock.now();
  const { state } = row;
  if (!(state in STOPPED)) return "too late";
  const next = STOPPED[state as keyof typeof STOPPED];
  return deps.db.transaction().execute(async (tx) => {
    // A new fence: a worker that is at it finds that it may not go on.
    const stopped = await tx
      .updateTable("generations")
      .set((eb) => ({
        ...{ state: next, fence: eb("fence", "+", 1), lease_until: 0, tries: 0 },
        ...{ error_code: "stopped", finished_at: at, due_at: at },
      }))
      .where("id", "=", row.id)
      .where("state", "=", state)
      .returning("id")
      .executeTakeFirst();
    if (!stopped) return "too late";
    await releaseAll(deps, tx, row, "stopped by an admin", at);
    await writeAudit(tx, row.workspace, actor, `stopped ${row.id} of ${row.member_name}`, at);
    deps.log.warn({ generation: row.id, task: row.task, by: actor.id, state }, "stopped by an admin");
    return state === "queued" ? "canceled" : "abandoned";
  });
}
