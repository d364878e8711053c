import { sql } from "kysely";
import { resolve } from "../../credits/ledger.ts";
import { units } from "../../credits/units.ts";
import { GatewayError } from "../../evolink/errors.ts";
import type { Task } from "../../evolink/evolink.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Deps } from "../deps.ts";
import { estimateOf } from "../pace/estimate.ts";
import { addDuration, readLearned } from "../pace/learned.ts";
import { pollDelay } from "../pace/schedule.ts";
import { editEveryMs, showProgress } from "../show/tell.ts";
import { CALLED } from "../states/callbacks.ts";
import { fail } from "../states/fail.ts";
import { isLate } from "../states/lateness.ts";
import { LINK_LIVES_MS } from "../states/state-table.ts";
import { handBack } from "../states/states.ts";
import { endLate } from "./late.ts";

/** A task that the gateway doesn't know so many times is gone; once may be its own delay, or the end of an outage. */
const UNKNOWN_TASK_READS = 5;
const UNKNOWN_TASK = "resource_not_found";
const FIRST_RETRY_MS = 500;

/** Reads a running task when its time has come, and shows how far it is. */
export async function poll(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<void> {
  const { db, clock } = deps;
  if (row.task === null || row.submitted_at === null) throw new Error(`${row.id} is running without a task`);
  let change: Pick<GenerationRow, "progress" | "progress_at" | "poll_at"> = row;
  const called = row.poll_at === CALLED;
  if (clock.now() >= (row.poll_at ?? 0)) {
    const estimate = estimateOf(deps, row);
    const task = await readTask(deps, row.task, signal);
    if (task === "unknown") return unknownTask(deps, row);
    if (task.status === "completed") return complete(deps, row, row.submitted_at, task);
    if (task.status === "failed") {
      const { code, message } = task.error ?? { code: "unknown_error", message: "the gateway gave no reason" };
      return fail(deps, row, code, message);
    }
    if (isLate(deps, row)) return endLate(deps, row, `the task is still ${task.status}`);
    const now = clock.now();
    const moved = task.progress !== row.progress || row.progress_at === null;
    const progressAt = moved ? now : (row.progress_at ?? now);
    const delay = pollDelay({
      estimate,
      elapsed: (now - row.submitted_at) / 1000,
      progress: task.progress,
      progressAt: (progressAt - row.submitted_at) / 1000,
      learned: await readLearned(db, row.model),
      callbacks: await deps.callbacks.work(),
    });
    change = { progress: task.progress, progress_at: progressAt, poll_at: now + delay };
  }
  const { progress, progress_at, poll_at } = change;
  await showProgress(deps, { ...row, ...change });
  const edit = Math.round(clock.now() + (await editEveryMs(deps, row)));
  const due = Math.min(poll_at ?? edit, edit);
  // A call that came meanwhile is not written over, unless it is the one that has just been looked at.
  const unlessCalled = (time: number | null) =>
    called ? time : sql<number | null>`case when poll_at = ${CALLED} then poll_at else cast(${time} as bigint) end`;
  const next = { poll_at: unlessCalled(poll_at), due_at: unlessCalled(due) };
  await handBack(db, row, { progress, progress_at, ...next, error_code: null, tries: 0 });
}

/** What the gateway says of a task. */
async function readTask(deps: Deps, id: string, signal: AbortSignal): Promise<Task | "unknown"> {
  try {
    return await deps.evolink.readTask(id, signal);
  } catch (error) {
    if (error instanceof GatewayError && error.status === 404) return "unknown";
    throw error;
  }
}

/** The row's `error_code` says that its `tries` count these answers, not other failures before the first of them. */
async function unknownTask(deps: Deps, row: GenerationRow): Promise<void> {
  const tries = (row.error_code === UNKNOWN_TASK ? row.tries : 0) + 1;
  if (tries >= UNKNOWN_TASK_READS) return fail(deps, row, UNKNOWN_TASK, "the gateway does not know the task any more");
  deps.log.warn(
    { generation: row.id, task: row.task, tries },
    "the gateway does not know a running task, asking again",
  );
  const due = Math.round(deps.clock.now() + FIRST_RETRY_MS * 2 ** tries * (0.5 + deps.random() / 2));
  await handBack(deps.db, row, { error_code: UNKNOWN_TASK, tries, due_at: due });
}

async function complete(deps: Deps, row: GenerationRow, submittedAt: number, task: Task): Promise<void> {
  const at = deps.clock.now();
  const model = deps.model(row.model);
  const [url = null] = task.results;
  const element = task.elementId ?? null;
  // A model that has left the catalogue may have made either.
  const result = model.makes === "element" ? element : (url ?? element);
  if (result === null) return fail(deps, row, "generation_failed_no_content", "completed without a result");
  const note = `${model.label}, ${model.describe(JSON.parse(row.input))}`;
  await deps.db.transaction().execute(async (tx) => {
    await handBack(tx, row, {
      state: "rendered",
      progress: 100,
      result_url: url,
      element,
      result_until: at + LINK_LIVES_MS,
      error_code: null,
      tries: 0,
      due_at: at,
    });
    await resolve(tx, row.id, units(row.price), note, at);
    if (element !== null) await deps.onElement(tx, row.id, element, at);
  });
  const seconds = (at - submittedAt) / 1000;
  deps.log.info({ generation: row.id, task: task.id, seconds }, "rendered");
  if (row.estimate !== null) await addDuration(deps.db, row.model, { estimate: row.estimate, seconds }, at);
}
