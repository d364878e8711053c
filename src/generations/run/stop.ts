import type { Actor } from "../../chat/contract/invocation.ts";
import { writeAudit } from "../../policy/store.ts";
import type { GenerationRow, GenerationState, Tx } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { type Ending, releaseAll } from "../states/fail.ts";
import { moveBy } from "../states/state-table.ts";
import { isFinished } from "../states/states.ts";

/** What the ledger says of a hold that went back, and the audit. */
const words = sentences("job-stopped", {
  canceled: "canceled",
  stopped: "stopped by an admin",
  audit: "stopped {member}'s job {job}",
});

/** What became of a wish to cancel. `late`: the gateway has it already, and it can't be called back there. */
export type CancelOutcome = "canceled" | "late" | "finished";

/** What became of a stop. `abandoned`: the gateway goes on and will be paid; here nobody waits for it any more. */
export type StopOutcome = "canceled" | "abandoned" | "too late";

/** Ends a job that is still waiting, for its member or an admin. */
export async function cancelJob(ending: Ending, row: GenerationRow, actor: Actor): Promise<CancelOutcome> {
  const late = isFinished(row.state) ? "finished" : "late";
  if (moveBy("member", row.state) === undefined) return late;
  return ending.db.transaction().execute(async (tx) => {
    if (!(await end(ending, tx, row, { by: "member", code: null, note: words.canceled }))) return late;
    ending.log.info({ generation: row.id, by: actor.id }, "canceled");
    return "canceled";
  });
}

/**
 * Ends a job as far as its state allows, all of its credits going back, and writes down who did. One that is just being
 * handed over can't be stopped, nor one whose video is there: it is paid for.
 */
export async function stopJob(ending: Ending, row: GenerationRow, actor: Actor): Promise<StopOutcome> {
  const { state } = row;
  return ending.db.transaction().execute(async (tx) => {
    if (!(await end(ending, tx, row, { by: "admin", code: "stopped", note: words.stopped }))) return "too late";
    const about = { id: row.member, name: row.member_name };
    const what = words.audit({ job: row.id, member: about.name });
    await writeAudit(tx, row.workspace, actor, { what, about }, ending.clock.now());
    ending.log.warn({ generation: row.id, task: row.task, by: actor.id, state }, "stopped by an admin");
    return state === "queued" ? "canceled" : "abandoned";
  });
}

/** Whether it could be: not where the table of states has no such move, nor once the job has moved on. */
async function end(
  ending: Ending,
  tx: Tx,
  row: GenerationRow,
  how: { by: "member" | "admin"; code: string | null; note: Text },
): Promise<boolean> {
  const next: GenerationState | undefined = moveBy(how.by, row.state);
  if (next === undefined) return false;
  const at = ending.clock.now();
  // A new fence: a worker that is at it, or just about to submit it, finds that it may not go on.
  const ended = await tx
    .updateTable("generations")
    .set((eb) => ({
      ...{ state: next, fence: eb("fence", "+", 1), lease_until: 0, tries: 0 },
      ...{ error_code: how.code, finished_at: at, due_at: at },
    }))
    .where("id", "=", row.id)
    .where("state", "=", row.state)
    .returning("id")
    .executeTakeFirst();
  if (!ended) return false;
  await releaseAll(ending, tx, row, how.note, at);
  return true;
}
