import { resolve } from "../credits/ledger.ts";
import { ZERO } from "../credits/units.ts";
import { EvoLinkError, GatewayError } from "../evolink/errors.ts";
import type { Task } from "../evolink/evolink.ts";
import type { Media, Model } from "../models/model.ts";
import type { GenerationRow } from "../store/tables.ts";
import type { Deps } from "./deps.ts";
import { fail } from "./fail.ts";
import { readLearned } from "./learned.ts";
import { readReserved } from "./reserved.ts";
import { pollDelay } from "./schedule.ts";
import { advance, handBack } from "./states.ts";

/** An uploaded address that would die before the gateway may have read it is not used again. */
const ADDRESS_MARGIN_MS = 3_600_000;
/** A create that surely was not accepted is tried again for so long: rate limits pass, a wrong key is mended. */
const GIVE_UP_AFTER_MS = 30 * 60_000;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/** The gateway's refusals that the next try may not meet; all other definite ones end the job. */
const PASSING = new Set([408, 425, 429]);

/**
 * Gives the gateway an admitted job: makes its media readable, writes `submitting`, and only then sends it, once.
 * From here on the row alone says whether the POST may have been sent.
 */
export async function submit(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<void> {
  const model = deps.model(row.model);
  const input: unknown = JSON.parse(row.input);
  const addresses = new Map<string, string>();
  try {
    for (const media of model.media(input)) addresses.set(media.hash, await addressOf(deps, media, signal));
  } catch (error) {
    if (error instanceof GatewayError && error.accepted === "no" && !PASSING.has(error.status)) {
      return fail(deps, row, error.code, error.message);
    }
    throw error;
  }
  const body = model.toWire(input, (media) => {
    const address = addresses.get(media.hash);
    if (address === undefined) throw new Error(`${model.id} names a medium that it did not list: ${media.name}`);
    return address;
  });

  const submitting = await advance(deps.db, row, { state: "submitting" });
  try {
    // No signal: a POST that is under way is never cut off by us.
    const task = await deps.evolink.createTask(body);
    await accepted(deps, submitting, model, input, task);
  } catch (error) {
    if (!(error instanceof EvoLinkError)) throw error;
    await refused(deps, submitting, error);
  }
}

/** A row found in `submitting` was left there by a process that died: the POST may have been sent, so it never is again. */
export async function abandonSubmit(deps: Deps, row: GenerationRow): Promise<void> {
  deps.log.warn({ generation: row.id }, "found a submit that another process left: its answer is lost");
  await handBack(deps.db, row, { state: "unknown", error_code: "answer_lost", due_at: deps.clock.now() });
}

/** An unknown job that nothing can name any more: the member gets the credits back, the operator is told. */
export async function giveUp(deps: Deps, row: GenerationRow): Promise<void> {
  const at = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    await resolve(tx, row.id, ZERO, "answer lost", at);
    await handBack(tx, row, { state: "lost", finished_at: at, due_at: at });
  });
  deps.log.error(
    { generation: row.id, model: row.model, price: row.price, detail: row.error_detail },
    "a job's create answer was lost: the member was refunded, the gateway may have charged",
  );
}

async function addressOf(deps: Deps, media: Media, signal: AbortSignal): Promise<string> {
  const known = await deps.uploads.get(media.hash);
  if (known !== undefined) return known;
  const { hash, name, type, bytes } = media;
  const file = await deps.evolink.uploadFile({ path: deps.library.pathOf(hash), name, type, bytes }, signal);
  const lives = file.expiresAt - deps.clock.now() - ADDRESS_MARGIN_MS;
  if (lives > 0) await deps.uploads.set(hash, file.url, lives);
  return file.url;
}

async function accepted(deps: Deps, row: GenerationRow, model: Model, input: unknown, task: Task): Promise<void> {
  const at = deps.clock.now();
  const estimate = task.estimatedSeconds ?? model.estimate(input);
  // Before the write: should that fail, the task's id is at least here.
  deps.log.info({ generation: row.id, task: task.id, estimate }, "submitted");
  const learned = await readLearned(deps.db, row.model);
  const poll = at + pollDelay({ estimate, elapsed: 0, progress: 0, learned, callbacks: false });
  await handBack(deps.db, row, {
    state: "running",
    task: task.id,
    submitted_at: at,
    estimate,
    reserved: readReserved(task.reserved, row.price),
    tries: 0,
    poll_at: poll,
    due_at: at,
  });
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
      due_at: at,
    });
    return;
  }
  const definite = error instanceof GatewayError && !PASSING.has(error.status);
  const admitted = row.admitted_at ?? at;
  if (definite || at - admitted > GIVE_UP_AFTER_MS) {
    await fail(deps, row, error instanceof GatewayError ? codeOf(error) : "unreachable", error.message);
    return;
  }
  const wait = Math.min(FIRST_RETRY_MS * 2 ** row.tries, LONGEST_RETRY_MS) * (0.5 + deps.random());
  const asked = error instanceof GatewayError ? (error.retryAfterMs ?? 0) : 0;
  deps.log.warn(
    { ...context, tries: row.tries + 1 },
    "the gateway did not take a job: nothing was sent twice, trying again",
  );
  await handBack(deps.db, row, {
    state: "queued",
    tries: row.tries + 1,
    due_at: Math.round(at + Math.max(wait, asked)),
  });
}

/** The gateway's word for the refusal; one for the whole account is named by its status, whatever the word. */
function codeOf({ status, code }: GatewayError): string {
  if (status === 401) return "unauthorized";
  if (status === 402) return "insufficient_quota";
  if (status === 403) return "model_access_denied";
  return code;
}
