import { sql } from "kysely";
import { resolve } from "../../credits/ledger.ts";
import { units } from "../../credits/units.ts";
import type { EvoLink } from "../../evolink/evolink.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { workOf } from "../makers/work.ts";
import { estimateOf } from "../pace/estimate.ts";
import { addDuration, readLearned } from "../pace/learned.ts";
import { editEveryMs, showProgress, type Telling } from "../show/tell.ts";
import { CALLED, type Callbacks } from "../states/callbacks.ts";
import { fail } from "../states/fail.ts";
import { isLate } from "../states/lateness.ts";
import { LINK_LIVES_MS } from "../states/state-table.ts";
import { handBack } from "../states/states.ts";
import { blamesRequest, noteDisputed } from "./disputed.ts";
import { type EndingLate, endLate } from "./late.ts";
import { type Decision, decide, type Progress, type Reading, type RunningRow, UNKNOWN_TASK } from "./poll-decision.ts";
import { readTask } from "./read-task.ts";

const FIRST_RETRY_MS = 500;

/** What it takes to follow a running task. */
export type Polling = Telling &
  EndingLate & {
    evolink: Pick<EvoLink, "readTask">;
    callbacks: Pick<Callbacks, "work">;
    /** 0 to 1, as Math.random. */
    random(): number;
  };

/** Reads a running task when its time has come, and shows how far it is. */
export async function poll(polling: Polling, row: GenerationRow, signal: AbortSignal): Promise<void> {
  if (!isRunning(row)) throw new Error(`${row.id} is running without a task`);
  if (polling.clock.now() < (row.poll_at ?? 0)) return showAndWait(polling, row, row);
  await write(polling, row, decide(row, await read(polling, row, signal), polling.model(row.model)));
}

function isRunning(row: GenerationRow): row is RunningRow {
  return row.task !== null && row.submitted_at !== null;
}

async function read(polling: Polling, row: RunningRow, signal: AbortSignal): Promise<Reading> {
  const { db, clock, callbacks } = polling;
  const task = await readTask(polling.evolink, row.task, signal);
  if (task === undefined) return { is: "unknown" };
  if (task.status === "completed" || task.status === "failed") return { is: "ended", task };
  if (isLate(polling, row)) return { is: "late", status: task.status };
  const at = clock.now();
  const learned = await readLearned(db, row.model);
  return { is: "under way", task, at, estimate: estimateOf(polling, row), learned, callbacks: await callbacks.work() };
}

async function write(polling: Polling, row: RunningRow, decision: Decision): Promise<void> {
  switch (decision.is) {
    case "goes on":
      return showAndWait(polling, row, decision.progress);
    case "asked again":
      return askAgain(polling, row, decision.tries);
    case "made":
      return capture(polling, row, decision);
    case "failed":
      return failTask(polling, row, decision);
    case "late":
      return endLate(polling, row, decision.why);
  }
}

async function failTask(polling: Polling, row: RunningRow, { code, detail }: Extract<Decision, { is: "failed" }>) {
  if (blamesRequest(code)) noteDisputed(polling, row, { code, detail });
  await fail(polling, row, code, detail);
}

async function showAndWait(polling: Polling, row: RunningRow, progress: Progress): Promise<void> {
  const { db, clock } = polling;
  await showProgress(polling, { ...row, ...progress });
  const edit = Math.round(clock.now() + (await editEveryMs(polling, row)));
  const due = Math.min(progress.poll_at ?? edit, edit);
  const called = row.poll_at === CALLED;
  // A call that came meanwhile is not written over, unless it is the one that has just been looked at.
  const unlessCalled = (time: number | null) =>
    called ? time : sql<number | null>`case when poll_at = ${CALLED} then poll_at else cast(${time} as bigint) end`;
  const next = { poll_at: unlessCalled(progress.poll_at), due_at: unlessCalled(due) };
  const shown = { progress: progress.progress, progress_at: progress.progress_at };
  await handBack(db, row, { ...shown, ...next, error_code: null, tries: 0 });
}

async function askAgain({ db, clock, log, random }: Polling, row: RunningRow, tries: number): Promise<void> {
  log.warn({ generation: row.id, task: row.task, tries }, "the gateway does not know a running task, asking again");
  const due = Math.round(clock.now() + FIRST_RETRY_MS * 2 ** tries * (0.5 + random() / 2));
  await handBack(db, row, { error_code: UNKNOWN_TASK, tries, due_at: due });
}

/** The result is made and paid for: the hold is spent in the same transaction. */
async function capture(
  polling: Polling,
  row: RunningRow,
  { task, url, element }: Extract<Decision, { is: "made" }>,
): Promise<void> {
  const { db, clock, log, onElement } = polling;
  const at = clock.now();
  const note = workOf(polling.model(row.model), JSON.parse(row.input));
  await db.transaction().execute(async (tx) => {
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
    if (element !== null) await onElement(tx, row.id, element, at);
  });
  const seconds = (at - row.submitted_at) / 1000;
  log.info({ generation: row.id, task, seconds }, "rendered");
  if (row.estimate !== null) await addDuration(db, row.model, { estimate: row.estimate, seconds }, at);
}
