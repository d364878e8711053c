import { sql } from "kysely";
import type { GenerationRow, GenerationState } from "../../store/tables.ts";
import type { Basics } from "./basics.ts";

/**
 * Keeps the task that somebody names for a job, whatever its state: the gateway by a call (`calledAt`), or the worker
 * that was given its id and has lost the job since. One whose answer is lost is looked at now; while the answer is on its
 * way, it stands by in case that is lost; of a job that has ended the operator learns where to look. Gives the job's
 * state, nothing where it has a task or is read anyway.
 */
export async function keepNamed(
  { db, clock, log }: Basics,
  { id, task, calledAt }: { id: string; task: string; calledAt?: number },
): Promise<GenerationState | undefined> {
  const at = clock.now();
  const named = await db
    .updateTable("generations")
    .set({ task, due_at: sql`case when state = 'unknown' then cast(${at} as bigint) else due_at end` })
    .$if(calledAt !== undefined, (query) => query.set({ called_at: calledAt ?? null }))
    .where("id", "=", id)
    .where("state", "<>", "running")
    .where((eb) => eb.or([eb("task", "is", null), eb("state", "=", "unknown")]))
    .returning(["state", "finished_at"])
    .executeTakeFirst();
  if (!named) return undefined;
  const context = { generation: id, task, state: named.state };
  if (named.finished_at !== null) log.warn(context, "the task of a job that has ended without one was named");
  else log.info(context, "a job's task was named");
  return named.state;
}

/** When a job whose answer is lost is looked at: now where its task has been named meanwhile, else then. */
export function nowIfNamed(now: number, then: number) {
  return sql<number>`case when task is not null then cast(${now} as bigint) else cast(${then} as bigint) end`;
}

/** Whether the task has been named since the row was read. */
export async function isNamed({ db }: Pick<Basics, "db">, { id }: Pick<GenerationRow, "id">): Promise<boolean> {
  const row = await db.selectFrom("generations").select("task").where("id", "=", id).executeTakeFirst();
  return row?.task != null;
}
