import type { Task } from "../../evolink/evolink.ts";
import type { Model } from "../../models/parts/model.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Learned } from "../pace/durations.ts";
import { pollDelay } from "../pace/schedule.ts";

/** A row whose task is known. */
export type RunningRow = GenerationRow & { task: string; submitted_at: number };

/** What was read of a running task, and what else it takes to decide when it is read next. */
export type Reading =
  | { is: "unknown" }
  | { is: "ended"; task: Task }
  /** It goes on past its deadline. */
  | { is: "late"; status: Task["status"] }
  | { is: "under way"; task: Task; at: number; estimate: number; learned: Learned; callbacks: boolean };

/** How far a job's row says that its task is, and when it is read next. */
export type Progress = Pick<GenerationRow, "progress" | "progress_at" | "poll_at">;

/** What follows from a reading. */
export type Decision =
  | { is: "goes on"; progress: Progress }
  /** The gateway has said so many times in a row that it doesn't know the task. */
  | { is: "asked again"; tries: number }
  | { is: "made"; task: string; url: string | null; element: string | null }
  | { is: "failed"; code: string; detail: string }
  | { is: "late"; why: string };

/** A task that the gateway doesn't know so many times is gone; once may be its own delay, or the end of an outage. */
const UNKNOWN_TASK_READS = 5;
/** As a row's `error_code` it says that its `tries` count such answers, and no failures before the first of them. */
export const UNKNOWN_TASK = "resource_not_found";

/** What becomes of a running job by what was read of its task. Pure. */
export function decide(row: RunningRow, reading: Reading, { makes }: Pick<Model, "makes">): Decision {
  switch (reading.is) {
    case "unknown": {
      const tries = (row.error_code === UNKNOWN_TASK ? row.tries : 0) + 1;
      if (tries < UNKNOWN_TASK_READS) return { is: "asked again", tries };
      return { is: "failed", code: UNKNOWN_TASK, detail: "the gateway does not know the task any more" };
    }
    case "ended":
      return ended(reading.task, makes);
    case "late":
      return { is: "late", why: `the task is still ${reading.status}` };
    case "under way":
      return { is: "goes on", progress: progressOf(row, reading) };
  }
}

function ended({ id, status, error, results, elementId }: Task, makes: Model["makes"]): Decision {
  if (status === "failed") {
    const { code, message } = error ?? { code: "unknown_error", message: "the gateway gave no reason" };
    return { is: "failed", code, detail: message };
  }
  const [url = null] = results;
  const element = elementId ?? null;
  // A model that has left the catalogue may have made either.
  const result = makes === "element" ? element : (url ?? element);
  if (result !== null) return { is: "made", task: id, url, element };
  return { is: "failed", code: "generation_failed_no_content", detail: "completed without a result" };
}

function progressOf(
  row: RunningRow,
  { task, at, estimate, learned, callbacks }: Extract<Reading, { is: "under way" }>,
): Progress {
  const moved = task.progress !== row.progress || row.progress_at === null;
  const progressAt = moved ? at : (row.progress_at ?? at);
  const since = (time: number) => (time - row.submitted_at) / 1000;
  const delay = pollDelay({
    ...{ estimate, learned, callbacks, progress: task.progress },
    elapsed: since(at),
    progressAt: since(progressAt),
  });
  return { progress: task.progress, progress_at: progressAt, poll_at: at + delay };
}
