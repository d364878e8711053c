import { refund } from "../../credits/refund.ts";
import type { EvoLink } from "../../evolink/evolink.ts";
import { BadVideo, DiskFull, EncoderBusy, LinkExpired, TooLarge, UnsafeAddress } from "../../media/keep/errors.ts";
import type { Fit } from "../../media/make/fit.ts";
import type { Media } from "../../models/parts/model.ts";
import { hashesIn, useFiles } from "../../store/file-uses.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Makers } from "../makers/finder.ts";
import { isMadeHere } from "../makers/local.ts";
import { show, showProgress, type Telling, tellEnd } from "../show/tell.ts";
import { viewOf } from "../show/view-of.ts";
import type { Basics } from "../states/basics.ts";
import { LINK_LIVES_MS } from "../states/state-table.ts";
import { advance, handBack } from "../states/states.ts";
import { type MakingHere, makeHere } from "./make-here.ts";

/** What it takes to bring a result into our hands and into the channel. */
export interface Delivering extends Telling, MakingHere {
  evolink: Pick<EvoLink, "readTask">;
  /** Streams a finished video from the gateway's link into the library, and measures it. */
  fetchVideo(url: string, signal: AbortSignal): Promise<Media>;
  /** Makes what is too large for its chat fit into it. */
  fit: Fit;
}

/** A link with one of these troubles is dead after so many tries in a row, backoff between them. */
const DEAD_LINKS = [LinkExpired, BadVideo, TooLarge, UnsafeAddress];
const DEAD_LINK_TRIES = 8;

/** How soon it is tried again when the disk is full, and when the encoder has its hands full. */
const DISK_AGAIN_MS = 30_000;
const ENCODER_AGAIN_MS = 3_000;
/** How long room on the disk, or a turn at the encoder, is waited for. */
const WAITS_AT_MOST_MS = 7 * 24 * 3_600_000;

/** A chat that has refused so many versions of a video for their size is given its link. */
const MOST_REFUSALS = 3;
/** Why a job failed whose maker is there no longer. */
const NOT_MADE = "not_made";
/** As `video_small`: no smaller version is to be made. */
const NONE = "null";

/** Brings the result into our hands, and the announcement becomes the result. All of it is safe to repeat. */
export async function deliver(delivering: Delivering, found: GenerationRow, signal: AbortSignal): Promise<void> {
  const { db, clock } = delivering;
  let row = found;
  try {
    row = await withoutMissing(delivering, found);
    const kept = await keep(delivering, row, signal);
    if (kept === undefined) return giveUp(delivering, row);
    row = kept;
    row = await showFitted(delivering, await fitted(delivering, kept, signal), signal);
  } catch (error) {
    if (!isWaitedFor(error)) throw error;
    if (delivering.clock.now() <= madeAt(row) + WAITS_AT_MOST_MS) return comeAgain(delivering, row, error);
    return row.video === null ? giveUp(delivering, row) : finishUnshown(delivering, row);
  }
  const at = clock.now();
  const told = { state: "delivered" as const, told: "delivered", tries: 0, finished_at: at, due_at: at };
  const shown = await advance(db, row, told);
  delivering.log.info({ generation: row.id, seconds: (at - row.created_at) / 1000 }, "delivered");
  await tellEnd(delivering, shown);
}

/** Ends a job whose result is in our hands and can't be shown in its announcement; it is still to be told. */
export async function finishUnshown({ db, clock }: Pick<Basics, "db" | "clock">, row: GenerationRow): Promise<void> {
  const at = clock.now();
  await handBack(db, row, { state: "delivered", tries: 0, finished_at: at, due_at: at });
}

/** The row, its video to be brought anew where the file that was kept is there no longer. */
async function withoutMissing(delivering: Delivering, row: GenerationRow): Promise<GenerationRow> {
  const files = [row.video, row.video_small].map((text) => (text === null ? null : (JSON.parse(text) as Media | null)));
  const kept = await Promise.all(files.map((file) => file === null || delivering.library.has(file.hash)));
  if (!kept.includes(false)) return row;
  delivering.log.error({ generation: row.id, task: row.task }, "a finished video has vanished from the library");
  // Not the first try any more: the link may be another by then.
  return advance(delivering.db, row, { video: null, video_small: null, tries: Math.max(1, row.tries) });
}

/** The row with its result in our hands; nothing when it can never be. Any other trouble is thrown, to be tried again. */
async function keep(
  delivering: Delivering,
  row: GenerationRow,
  signal: AbortSignal,
): Promise<GenerationRow | undefined> {
  if (row.element !== null || row.video !== null) return row;
  // The first try takes a moment; whoever waits longer is told until when there is hope.
  if (row.tries > 0) await showProgress(delivering, row);
  const video = isMadeHere(row) ? await makeHere(delivering, row, signal) : await fetchResult(delivering, row, signal);
  return video && withFile(delivering, row, "video", video);
}

/** The row with a version that its chat takes, where the video is too large for it and one can be made. */
async function fitted(delivering: Delivering, row: GenerationRow, signal: AbortSignal): Promise<GenerationRow> {
  const { video, video_small, upload_limit: limitBytes } = row;
  if (video === null || limitBytes === null || video_small !== null) return row;
  const { hash, bytes, name } = JSON.parse(video) as Media;
  if (bytes <= limitBytes || !delivering.fit.available()) return row;
  await showProgress(delivering, row);
  const small = await delivering.fit.smaller(await delivering.library.local(hash), { limitBytes, name, signal });
  delivering.log.info({ generation: row.id, bytes, limitBytes, smaller: small?.bytes }, "made to fit its chat");
  return withFile(delivering, row, "video_small", small);
}

/** The row with its file, which it needs from then on. */
function withFile(
  { db }: Pick<Basics, "db">,
  row: GenerationRow,
  column: "video" | "video_small",
  file: Media | undefined,
): Promise<GenerationRow> {
  const text = JSON.stringify(file ?? null);
  return db.transaction().execute(async (tx) => {
    const written = await advance(tx, row, { [column]: text });
    await useFiles(tx, row.id, "result", hashesIn(text));
    return written;
  });
}

/** Makes the announcement the result, its video as small as the chat wants it. Gives the row as it was shown. */
async function showFitted(delivering: Delivering, row: GenerationRow, signal: AbortSignal): Promise<GenerationRow> {
  let ready = row;
  for (let refusals = 1; ; refusals += 1) {
    const delivered: GenerationRow = { ...ready, state: "delivered" };
    const view = await viewOf(delivering, delivered);
    // A chat sends it from its file, which a bucket's may have to be brought for.
    if (view.video) await delivering.library.local(view.video.hash);
    const refused = await show(delivering, delivered, view);
    if (!refused) return ready;
    if (refusals > MOST_REFUSALS) throw new Error("The chat refuses a video of which it was to show the link");
    const { limitBytes } = refused;
    delivering.log.warn(
      { generation: row.id, bytes: view.video?.bytes, limitBytes },
      "the chat refused it for its size",
    );
    // Written first, so that whoever goes on after a crash doesn't send it once more as it was.
    const change = { upload_limit: limitBytes, video_small: refusals < MOST_REFUSALS ? null : NONE };
    ready = await fitted(delivering, await advance(delivering.db, ready, change), signal);
  }
}

/** What passes by itself is waited for, and counts for nothing. */
function isWaitedFor(error: unknown): error is DiskFull | EncoderBusy {
  return error instanceof DiskFull || error instanceof EncoderBusy;
}

async function comeAgain({ db, clock, log }: Basics, row: GenerationRow, error: DiskFull | EncoderBusy): Promise<void> {
  const now = clock.now();
  if (error instanceof EncoderBusy) {
    await handBack(db, row, { due_at: now + ENCODER_AGAIN_MS });
    return;
  }
  log.error({ generation: row.id, err: error }, "the disk is full: a finished video waits to be kept");
  // Not the first try any more: the link may be another by then.
  await handBack(db, row, { due_at: now + DISK_AGAIN_MS, tries: 1 });
}

/** When the gateway had made it; when it was asked for, of one that no gateway makes. */
function madeAt({ result_until, created_at }: GenerationRow): number {
  return result_until === null ? created_at : result_until - LINK_LIVES_MS;
}

/** The video; nothing when its link is dead for good. Any other trouble is thrown, to be tried again. */
async function fetchResult(
  delivering: Delivering,
  row: GenerationRow,
  signal: AbortSignal,
): Promise<Media | undefined> {
  const tooLate = delivering.clock.now() > (row.result_until ?? 0);
  try {
    // After a first failure the gateway is asked again: it may name another address by now.
    const url = row.tries === 0 ? row.result_url : await freshLink(delivering, row, signal);
    if (url === null) throw new LinkExpired(404);
    return await delivering.fetchVideo(url, signal);
  } catch (error) {
    const dead = DEAD_LINKS.some((trouble) => error instanceof trouble);
    // A link that still gives its bytes is not dead, whatever its age.
    if (signal.aborted || error instanceof DiskFull) throw error;
    if (!tooLate && !(dead && row.tries >= DEAD_LINK_TRIES)) throw error;
    delivering.log.error({ generation: row.id, task: row.task, err: error }, "a finished video could not be fetched");
    return undefined;
  }
}

async function freshLink(delivering: Delivering, row: GenerationRow, signal: AbortSignal): Promise<string | null> {
  if (row.task === null) return row.result_url;
  const task = await delivering.evolink.readTask(row.task, signal);
  return task.results[0] ?? row.result_url;
}

/** Ends a job whose result can't be had any more. Where the gateway was paid, the member gets back as a grant what they paid. */
export async function giveUp(
  { db, clock, maker }: Pick<Basics, "db" | "clock"> & Makers,
  row: GenerationRow,
): Promise<void> {
  const at = clock.now();
  const code = isMadeHere(row) ? (maker(row.model)?.failed.code ?? NOT_MADE) : "result_lost";
  await db.transaction().execute(async (tx) => {
    await handBack(tx, row, { state: "failed", error_code: code, tries: 0, finished_at: at, due_at: at });
    await refund(tx, { workspace: row.workspace, member: row.member }, row.id, at);
  });
}
