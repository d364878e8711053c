import { messageOf } from "../../base/errors.ts";
import { EvoLinkError, GatewayError } from "../../evolink/errors.ts";
import type { EvoLink, Task } from "../../evolink/evolink.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { type Addressing, addressesOf, InputGone, mayPass } from "../files/addresses.ts";
import { isDeparted } from "../makers/departed.ts";
import type { Learned } from "../pace/durations.ts";
import { estimateOf } from "../pace/estimate.ts";
import { readLearned } from "../pace/learned.ts";
import { pollDelay } from "../pace/schedule.ts";
import type { Callbacks } from "../states/callbacks.ts";
import { fail } from "../states/fail.ts";
import { isNamed, keepNamed } from "../states/named.ts";
import { advance, FenceLost, handBack } from "../states/states.ts";
import { untilKept } from "../states/until-kept.ts";
import { giveTurnBack, type Waiting, waitWhileClosed } from "./closed.ts";
import { noteDisputed } from "./disputed.ts";
import { loseAnswer, type WaitingForCall } from "./lost.ts";
import { readReserved } from "./reserved.ts";

/** A create that surely was not accepted is tried again so often, about half an hour: rate limits pass. */
const MOST_TRIES = 33;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/** Statuses by which the gateway says that something is wrong with the request itself. */
const REFUSED_AS_IT_IS: ReadonlySet<number> = new Set([400, 413, 422]);

/** What it takes to give a job to the gateway. */
export type Submitting = Waiting &
  Addressing &
  WaitingForCall & {
    evolink: Pick<EvoLink, "createTask">;
    callbacks: Pick<Callbacks, "work">;
    /** Runs what it is given when all that it was given before is done. */
    oneByOne<T>(work: () => Promise<T>): Promise<T>;
    /** 0 to 1, as Math.random. */
    random(): number;
  };

/** Makes a waiting job's media readable for the gateway, so that nothing has to be done first when its turn comes. */
export async function prepareMedia(
  submitting: Submitting,
  row: GenerationRow,
  signal: AbortSignal,
): Promise<"ready" | "failed"> {
  return (await readable(submitting, row, signal)) === undefined ? "failed" : "ready";
}

/** The addresses of its media; nothing where it can't have them, and has failed. */
async function readable(
  submitting: Submitting,
  row: GenerationRow,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  try {
    if (isDeparted(submitting.model(row.model))) throw new ModelGone(row.model);
    return await addressesOf(submitting, row, signal);
  } catch (error) {
    if (error instanceof EvoLinkError && (await keyIsRefused(submitting, error))) throw error;
    const code = signal.aborted ? undefined : failureOf(error, row);
    if (code === undefined) throw error;
    await fail(submitting, row, code, messageOf(error));
    return undefined;
  }
}

/** Why it can never be sent; nothing for what the next try may mend. */
function failureOf(error: unknown, { tries }: GenerationRow): string | undefined {
  if (error instanceof InputGone) return "input_gone";
  if (error instanceof ModelGone) return "model_gone";
  if (!(error instanceof EvoLinkError)) return undefined;
  if (!(error instanceof GatewayError) || mayPass(error)) return tries >= MOST_TRIES ? "unreachable" : undefined;
  const account = error.status === 401 || error.status === 402 || error.status === 403;
  return account ? codeOf(error) : "picture_refused";
}

class ModelGone extends Error {
  override readonly name = "ModelGone";
}

/**
 * Gives the gateway an admitted job: writes `submitting`, and only then sends it, once. From here on the row alone says
 * whether the POST may have been sent, so between the two writes nothing else is done. Each job in that gap has an
 * answer to lose, so one at a time is: a process that is killed, or a gateway that goes silent, takes one with it.
 */
export async function submit(submitting: Submitting, row: GenerationRow, signal: AbortSignal): Promise<void> {
  const model = submitting.model(row.model);
  const addresses = await readable(submitting, row, signal);
  if (addresses === undefined) return;
  const wire = model.toWire(JSON.parse(row.input), ({ hash, name }) => {
    const address = addresses.get(hash);
    if (address === undefined) throw new Error(`${model.id} names a medium that it did not list: ${name}`);
    return address;
  });
  const callback = submitting.callbacks.addressOf(row.id);
  const body = callback === undefined ? wire : { ...wire, callback_url: callback };
  const learned = await readLearned(submitting.db, row.model);
  const callbacks = await submitting.callbacks.work();

  await submitting.oneByOne(async () => {
    signal.throwIfAborted();
    // Those in line before it may have been refused.
    if (await waitWhileClosed(submitting, row)) return;
    const sent = await toSubmitting(submitting, row);
    // An earlier try was accepted after all.
    if (sent.task !== null) return loseAnswer(submitting, sent, { detail: "its task was named before it was sent" });
    try {
      // No signal: a POST that is under way is never cut off by us.
      const task = await submitting.evolink.createTask(body);
      await accepted(submitting, sent, { learned, callbacks }, task);
    } catch (error) {
      if (!(error instanceof EvoLinkError)) throw error;
      await untilKept(submitting, sent, () => refused(submitting, sent, error));
    }
  });
}

/** Writes that the POST may be sent. Where the store's answer is lost, it is asked whether it was written. */
async function toSubmitting(submitting: Submitting, row: GenerationRow): Promise<GenerationRow> {
  const { id, fence } = row;
  try {
    return await advance(submitting.db, row, { state: "submitting" });
  } catch (error) {
    let now: GenerationRow | undefined;
    await untilKept(submitting, row, async () => {
      const own = submitting.db.selectFrom("generations").selectAll().where("id", "=", id).where("fence", "=", fence);
      now = await own.executeTakeFirst();
    });
    if (now?.state !== "submitting") throw error;
    return now;
  }
}

async function accepted(
  submitting: Submitting,
  row: GenerationRow,
  known: { learned: Learned; callbacks: boolean },
  task: Task,
): Promise<void> {
  const at = submitting.clock.now();
  const estimate = task.estimatedSeconds ?? estimateOf(submitting, row);
  // Before the write: should that fail, the task's id is at least here.
  submitting.log.info({ generation: row.id, task: task.id, estimate }, "submitted");
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
  try {
    await untilKept(submitting, row, () => handBack(submitting.db, row, running).then(() => undefined));
  } catch (error) {
    if (!(error instanceof FenceLost)) throw error;
    // Whoever took the row over takes its answer for lost.
    await keepNamed(submitting, { id: row.id, task: task.id });
    throw error;
  }
}

async function refused(submitting: Submitting, row: GenerationRow, error: EvoLinkError): Promise<void> {
  const at = submitting.clock.now();
  const context = { generation: row.id, error: error.message };
  // A call that has named the task knows better than a refusal.
  if (error.accepted === "unknown" || (await isNamed(submitting, row))) {
    submitting.log.warn(context, "the create's answer was lost");
    return loseAnswer(submitting, row, { detail: error.message });
  }
  if (row.tries < MOST_TRIES && (await keyIsRefused(submitting, error))) {
    submitting.log.warn(context, "the gateway refuses the key: the job waits until it takes it");
    return giveTurnBack(submitting, row, row.tries + 1);
  }
  const definite = error instanceof GatewayError && !mayPass(error);
  if (definite || row.tries >= MOST_TRIES) {
    if (error instanceof GatewayError && REFUSED_AS_IT_IS.has(error.status)) {
      noteDisputed(submitting, row, { code: error.code, detail: error.message });
    }
    await fail(submitting, row, error instanceof GatewayError ? codeOf(error) : "unreachable", error.message);
    return;
  }
  const wait = Math.min(FIRST_RETRY_MS * 2 ** row.tries, LONGEST_RETRY_MS) * (0.5 + submitting.random());
  const asked = error instanceof GatewayError ? (error.retryAfterMs ?? 0) : 0;
  submitting.log.warn(
    { ...context, tries: row.tries + 1 },
    "the gateway did not take a job: nothing was sent twice, trying again",
  );
  const due = Math.round(at + Math.max(wait, asked));
  // The slot goes to somebody else meanwhile.
  await handBack(submitting.db, row, {
    state: "queued",
    admitted_at: null,
    tries: row.tries + 1,
    poll_at: due,
    due_at: due,
  });
}

/** Whether the refusal is the key's, as whoever watches the account has found out, and no fault of the job. */
async function keyIsRefused(submitting: Submitting, error: EvoLinkError): Promise<boolean> {
  if (!(error instanceof GatewayError) || (error.status !== 401 && error.status !== 403)) return false;
  return (await submitting.accountClosed?.())?.why === "key";
}

/** The gateway's word for the refusal; one for the whole account is named by its status, whatever the word. */
function codeOf({ status, code }: GatewayError): string {
  if (status === 401) return "unauthorized";
  if (status === 402) return "insufficient_quota";
  if (status === 403) return "model_access_denied";
  return code;
}
