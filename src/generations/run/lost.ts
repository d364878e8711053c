import type { EvoLink } from "../../evolink/evolink.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { sentences } from "../../text/sentences.ts";
import type { Models } from "../makers/finder.ts";
import { estimateOf } from "../pace/estimate.ts";
import type { Basics } from "../states/basics.ts";
import { CALLED, type Callbacks } from "../states/callbacks.ts";
import { type Ending, releaseAll } from "../states/fail.ts";
import { nowIfNamed } from "../states/named.ts";
import { STATES } from "../states/state-table.ts";
import { handBack } from "../states/states.ts";
import { readTask } from "./read-task.ts";

/** How long the process that had sent a job may take to come back with its task, once its store answers again. */
const OWNER_BACK_MS = 10_000;

/** What the ledger says of its hold. */
const words = sentences("job-lost", { lost: "the answer to it was lost" });

/** What it takes to wait for a call that names the task of a lost answer. */
export interface WaitingForCall extends Basics, Models {
  callbacks: Pick<Callbacks, "addressOf">;
}

/** What it takes to find out what became of a job whose answer is lost. */
export interface Finding extends WaitingForCall, Ending {
  evolink: Pick<EvoLink, "readTask">;
}

/** A row found in `submitting` was left there by a process that died: the POST may have been sent, so it never is again. */
export async function abandonSubmit(waiting: WaitingForCall, row: GenerationRow): Promise<void> {
  waiting.log.warn({ generation: row.id }, "found a submit that another process left: its answer is lost");
  const now = waiting.clock.now();
  await loseAnswer(waiting, row, { detail: null, until: Math.max(now + OWNER_BACK_MS, waitForCall(waiting, row)) });
}

/** The create's answer is lost: the job waits until then for its task to be named, and is looked at at once if it was. */
export async function loseAnswer(
  waiting: WaitingForCall,
  row: GenerationRow,
  { detail, until = waitForCall(waiting, row) }: { detail: string | null; until?: number },
): Promise<void> {
  const due = nowIfNamed(waiting.clock.now(), until);
  const lost = { state: "unknown" as const, error_code: "answer_lost", error_detail: detail };
  await handBack(waiting.db, row, { ...lost, tries: 0, due_at: due });
}

/**
 * A job whose create answer was lost: the task that was named for it is taken up if the gateway knows it. One that
 * nothing can name any more is lost. Throws what the read throws.
 */
export async function findLost(finding: Finding, row: GenerationRow, signal: AbortSignal): Promise<void> {
  if (row.task === null) return lose(finding, row);
  const at = finding.clock.now();
  const task = await readTask(finding.evolink, row.task, signal);
  if (task === undefined) {
    finding.log.warn(
      { generation: row.id, task: row.task },
      "the gateway doesn't know the task that was named for a job",
    );
    await handBack(finding.db, row, { task: null, tries: 0, due_at: waitForCall(finding, row) });
    return;
  }
  const estimate = task.estimatedSeconds ?? estimateOf(finding, row);
  const running = { state: "running" as const, submitted_at: row.admitted_at ?? at, estimate, poll_at: CALLED };
  await handBack(finding.db, row, { ...running, error_code: null, tries: 0, due_at: at });
}

/** Gives a job up: the member gets the credits back, the operator is told. */
export async function lose(ending: Ending, row: GenerationRow): Promise<void> {
  const at = ending.clock.now();
  await ending.db.transaction().execute(async (tx) => {
    await handBack(tx, row, { state: "lost", tries: 0, finished_at: at, due_at: at });
    await releaseAll(ending, tx, row, words.lost, at);
  });
  ending.log.error(
    { generation: row.id, task: row.task, model: row.model, price: row.price, detail: row.error_detail },
    "a job's create answer was lost: the member was refunded, the gateway may have charged",
  );
}

/** Until when the gateway's call may still name the task of a lost answer; now where it has no address to call. */
function waitForCall(waiting: WaitingForCall, row: GenerationRow): number {
  const now = waiting.clock.now();
  if (waiting.callbacks.addressOf(row.id) === undefined) return now;
  return Math.max(now, STATES.unknown.deadline.at(row, estimateOf(waiting, row)));
}
