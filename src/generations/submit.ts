import { EvoLinkError, GatewayError } from "../evolink/errors.ts";
import type { Task } from "../evolink/evolink.ts";
import type { GenerationRow } from "../store/tables.ts";
import { addressesOf, mayPass } from "./addresses.ts";
import { CALLED } from "./callbacks.ts";
import { giveTurnBack, waitWhileClosed } from "./closed.ts";
import type { Deps } from "./deps.ts";
import type { Learned } from "./durations.ts";
import { fail, releaseAll } from "./fail.ts";
import { readLearned } from "./learned.ts";
import { readReserved } from "./reserved.ts";
import { deadline, pollDelay } from "./schedule.ts";
import { advance, FenceLost, handBack } from "./states.ts";

/** A create that surely was not accepted is tried again so often, about half an hour: rate limits pass. */
const MOST_TRIES = 33;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;
/** How soon a write that failed is tried again, doubling up to the most: about half a minute, well inside the lease. */
const KEEP_AGAIN_MS = 200;
const KEEP_AGAIN_AT_MOST_MS = 15_000;

/** Makes a waiting job's media readable for the gateway, so that nothing has to be done first when its turn comes. */
export async function prepareMedia(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<"ready" | "failed"> {
  try {
    await addressesOf(deps, row, signal);
    return "ready";
  } catch (error) {
    if (!(error instanceof GatewayError) || mayPass(error)) throw error;
    if (await keyIsRefused(deps, error)) throw error;
    const account = error.status === 401 || error.status === 402 || error.status === 403;
    await fail(deps, row, account ? codeOf(error) : "picture_refused", error.message);
    return "failed";
  }
}

/**
 * Gives the gateway an admitted job: writes `submitting`, and only then sends it, once. From here on the row alone says
 * whether the POST may have been sent, so between the two writes nothing else is done. Each job in that gap has an
 * answer to lose, so one at a time is: a process that is killed, or a gateway that goes silent, takes one with it.
 */
export async function submit(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<void> {
  const model = deps.model(row.model);
  const addresses = await addressesOf(deps, row, signal);
  const wire = model.toWire(JSON.parse(row.input), ({ hash, name }) => {
    const address = addresses.get(hash);
    if (address === undefined) throw new Error(`${model.id} names a medium that it did not list: ${name}`);
    return address;
  });
  const callback = deps.callbacks.addressOf(row.id);
  const body = callback === undefined ? wire : { ...wire, callback_url: callback };
  const learned = await readLearned(deps.db, row.model);
  const callbacks = await deps.callbacks.work();

  await deps.oneByOne(async () => {
    signal.throwIfAborted();
    // Those in line before it may have been refused.
    if (await waitWhileClosed(deps, row)) return;
    const submitting = await advance(deps.db, row, { state: "submitting" });
    try {
      // No signal: a POST that is under way is never cut off by us.
      const task = await deps.evolink.createTask(body);
      await accepted(deps, submitting, { learned, callbacks }, task);
    } catch (error) {
      if (!(error instanceof EvoLinkError)) throw error;
      await refused(deps, submitting, error);
    }
  });
}

/** A row found in `submitting` was left there by a process that died: the POST may have been sent, so it never is again. */
export async function abandonSubmit(deps: Deps, row: GenerationRow): Promise<void> {
  deps.log.warn({ generation: row.id }, "found a submit that another process left: its answer is lost");
  await handBack(deps.db, row, { state: "unknown", error_code: "answer_lost", due_at: waitForCall(deps, row) });
}

/**
 * A job whose create answer was lost: the task that the gateway's call has named is taken up if the gateway knows it.
 * One that nothing can name any more is lost: the member gets the credits back, the operator is told.
 */
export async function findLost(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<void> {
  const at = deps.clock.now();
  if (row.task !== null) {
    const task = await readNamed(deps, row.task, signal);
    if (task === undefined) {
      deps.log.warn({ generation: row.id, task: row.task }, "a call named a task that the gateway doesn't know");
      await handBack(deps.db, row, { task: null, due_at: waitForCall(deps, row) });
      return;
    }
    const estimate = task.estimatedSeconds ?? estimateOf(deps, row);
    const running = { state: "running" as const, submitted_at: row.admitted_at ?? at, estimate, poll_at: CALLED };
    await handBack(deps.db, row, { ...running, error_code: null, tries: 0, due_at: at });
    return;
  }
  await deps.db.transaction().execute(async (tx) => {
    await handBack(tx, row, { state: "lost", finished_at: at, due_at: at });
    await releaseAll(deps, tx, row, "answer lost", at);
  });
  deps.log.error(
    { generation: row.id, model: row.model, price: row.price, detail: row.error_detail },
    "a job's create answer was lost: the member was refunded, the gateway may have charged",
  );
}

async function readNamed(deps: Deps, id: string, signal: AbortSignal): Promise<Task | undefined> {
  try {
    return await deps.evolink.readTask(id, signal);
  } catch (error) {
    if (error instanceof GatewayError && error.status === 404) return undefined;
    throw error;
  }
}

async function accepted(
  deps: Deps,
  row: GenerationRow,
  known: { learned: Learned; callbacks: boolean },
  task: Task,
): Promise<void> {
  const at = deps.clock.now();
  const estimate = task.estimatedSeconds ?? estimateOf(deps, row);
  // Before the write: should that fail, the task's id is at least here.
  deps.log.info({ generation: row.id, task: task.id, estimate }, "submitted");
  const running = {
    state: "running" as const,
    task: task.id,
    submitted_at: at,
    estimate,
    reserved: readReserved(task.reserved, row.price),
    tries: 0,
    poll_at: at + pollDelay({ estimate, elapsed: 0, progress: 0, ...known }),
    due_at: at,
  };
  // What this write keeps can't be had again: a store that fails for a moment must not lose a task that is paid for.
  for (let wait = KEEP_AGAIN_MS; ; wait *= 2) {
    try {
      await handBack(deps.db, row, running);
      return;
    } catch (error) {
      if (error instanceof FenceLost || wait > KEEP_AGAIN_AT_MOST_MS) throw error;
      deps.log.warn({ generation: row.id, task: task.id, err: error }, "the task's id could not be kept, trying again");
      await deps.clock.sleep(wait);
    }
  }
}

function estimateOf(deps: Pick<Deps, "model">, row: GenerationRow): number {
  return deps.model(row.model).estimate(JSON.parse(row.input));
}

/** Until when the gateway's call may still name the task of a lost answer; now where it has no address to call. */
function waitForCall(deps: Deps, row: GenerationRow): number {
  const now = deps.clock.now();
  return deps.callbacks.addressOf(row.id) === undefined ? now : now + deadline(estimateOf(deps, row));
}

async function refused(deps: Deps, row: GenerationRow, error: EvoLinkError): Promise<void> {
  const at = deps.clock.now();
  const context = { generation: row.id, error: error.message };
  if (error.accepted === "unknown") {
    deps.log.warn(context, "the create's answer was lost");
    await handBack(deps.db, row, {
      state: "unknown",
      error_code: "answer_lost",
      error_detail: error.message,
      due_at: waitForCall(deps, row),
    });
    return;
  }
  if (row.tries < MOST_TRIES && (await keyIsRefused(deps, error))) {
    deps.log.warn(context, "the gateway refuses the key: the job waits until it takes it");
    return giveTurnBack(deps, row, row.tries + 1);
  }
  const definite = error instanceof GatewayError && !mayPass(error);
  if (definite || row.tries >= MOST_TRIES) {
    await fail(deps, row, error instanceof GatewayError ? codeOf(error) : "unreachable", error.message);
    return;
  }
  const wait = Math.min(FIRST_RETRY_MS * 2 ** row.tries, LONGEST_RETRY_MS) * (0.5 + deps.random());
  const asked = error instanceof GatewayError ? (error.retryAfterMs ?? 0) : 0;
  deps.log.warn(
    { ...context, tries: row.tries + 1 },
    "the gateway did not take a job: nothing was sent twice, trying again",
  );
  const due = Math.round(at + Math.max(wait, asked));
  // The slot goes to somebody else meanwhile.
  await handBack(deps.db, row, { state: "queued", admitted_at: null, tries: row.tries + 1, poll_at: due, due_at: due });
}

/** Whether the refusal is the key's, as whoever watches the account has found out, and no fault of the job. */
async function keyIsRefused(deps: Deps, error: EvoLinkError): Promise<boolean> {
  if (!(error instanceof GatewayError) || (error.status !== 401 && error.status !== 403)) return false;
  return (await deps.accountClosed?.())?.why === "key";
}

/** The gateway's word for the refusal; one for the whole account is named by its status, whatever the word. */
function codeOf({ status, code }: GatewayError): string {
  if (status === 401) return "unauthorized";
  if (status === 402) return "insufficient_quota";
  if (status === 403) return "model_access_denied";
  return code;
}
