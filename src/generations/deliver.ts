import { grant } from "../credits/ledger.ts";
import { units } from "../credits/units.ts";
import { BadVideo, LinkExpired, TooLarge, UnsafeAddress } from "../media/errors.ts";
import type { Media } from "../models/model.ts";
import type { GenerationRow } from "../store/tables.ts";
import type { Deps } from "./deps.ts";
import { advance, handBack } from "./states.ts";
import { show, tellEnd } from "./tell.ts";
import { viewOf } from "./views.ts";

/** A link with one of these troubles is dead after so many tries in a row, backoff between them. */
const DEAD_LINKS = [LinkExpired, BadVideo, TooLarge, UnsafeAddress];
const DEAD_LINK_TRIES = 8;

/** Brings the result into our hands, and the announcement becomes the result. Both are safe to repeat. */
export async function deliver(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<void> {
  const { db, clock } = deps;
  let kept = row;
  if (row.element === null && row.video === null) {
    const video = await fetchResult(deps, row, signal);
    if (video === undefined) return refund(deps, row);
    kept = await advance(db, row, { video: JSON.stringify(video) });
  }
  const delivered: GenerationRow = { ...kept, state: "delivered" };
  await show(deps, delivered, await viewOf(deps, delivered));
  const at = clock.now();
  const told = { state: "delivered" as const, told: "delivered", tries: 0, finished_at: at, due_at: at };
  const shown = await advance(db, kept, told);
  deps.log.info({ generation: row.id, seconds: (at - row.created_at) / 1000 }, "delivered");
  await tellEnd(deps, shown);
}

/** The video; nothing when its link is dead for good. Any other trouble is thrown, to be tried again. */
async function fetchResult(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<Media | undefined> {
  const tooLate = deps.clock.now() > (row.result_until ?? 0);
  try {
    // After a first failure the gateway is asked again: it may name another address by now.
    const url = row.tries === 0 ? row.result_url : await freshLink(deps, row, signal);
    if (url === null) throw new LinkExpired(404);
    return await deps.fetchVideo(url, signal);
  } catch (error) {
    const dead = DEAD_LINKS.some((trouble) => error instanceof trouble);
    if (signal.aborted) throw error;
    if (!tooLate && !(dead && row.tries >= DEAD_LINK_TRIES)) throw error;
    deps.log.error({ generation: row.id, task: row.task, err: error }, "a finished video could not be fetched");
    return undefined;
  }
}

async function freshLink(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<string | null> {
  if (row.task === null) return row.result_url;
  const task = await deps.evolink.readTask(row.task, signal);
  return task.results[0] ?? row.result_url;
}

/** The gateway was paid and the video is lost all the same: the member gets the price back as a grant. */
async function refund(deps: Deps, row: GenerationRow): Promise<void> {
  const at = deps.clock.now();
  await deps.db.transaction().execute(async (tx) => {
    await grant(tx, { workspace: row.workspace, member: row.member }, units(row.price), `refund of ${row.id}`, at);
    await handBack(tx, row, { state: "failed", error_code: "result_lost", tries: 0, finished_at: at, due_at: at });
  });
}
