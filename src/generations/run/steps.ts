import type { GenerationRow } from "../../store/tables.ts";
import { announce, tellEnd, tellPlace } from "../show/tell.ts";
import { isHopeless, isLate } from "../states/lateness.ts";
import { FenceLost } from "../states/states.ts";
import { waitWhileClosed } from "./closed.ts";
import { type Delivering, deliver } from "./deliver.ts";
import { endLate } from "./late.ts";
import { abandonSubmit, type Finding, findLost } from "./lost.ts";
import { type Polling, poll } from "./poll.ts";
import { prepareMedia, type Submitting, submit } from "./submit.ts";

/** What the steps of a job take, all together; each takes its own. */
export type Stepping = Submitting & Finding & Polling & Delivering;

/**
 * Takes a row that is due one step on, or ends it when it is past its deadline. Whatever the engine, this is what it
 * runs; it holds the row's lease. Throws FenceLost when somebody took the row over, anything else to be tried again
 * later. `signal` ends reads, uploads and downloads when the process stops; never a create.
 */
export async function step(stepping: Stepping, found: GenerationRow, signal: AbortSignal): Promise<void> {
  try {
    // What comes next may wait for the gateway, and no other announcement is to wait with it.
    const first = found.message === null && found.state !== "submitting";
    await (first ? announce(stepping, found) : forward(stepping, found, signal));
  } catch (error) {
    if (error instanceof FenceLost || signal.aborted || !isHopeless(stepping, found)) throw error;
    // As the step has left it: it may have come a part of its way.
    const row = await reread(stepping, found);
    if (!row || !isHopeless(stepping, row)) throw error;
    await endLate(stepping, row, error);
  }
}

async function forward(stepping: Stepping, row: GenerationRow, signal: AbortSignal): Promise<void> {
  switch (row.state) {
    case "queued":
      if (await waitWhileClosed(stepping, row)) return;
      if (row.admitted_at !== null) return submit(stepping, row, signal);
      if (isLate(stepping, row)) return endLate(stepping, row, "its turn did not come");
      return (await prepareMedia(stepping, row, signal)) === "ready" ? tellPlace(stepping, row) : undefined;
    case "submitting":
      return abandonSubmit(stepping, row);
    case "unknown":
      return findLost(stepping, row, signal);
    case "running":
      return poll(stepping, row, signal);
    case "rendered":
      return deliver(stepping, row, signal);
    case "delivered":
    case "failed":
    case "canceled":
    case "lost":
      return tellEnd(stepping, row);
  }
}

/** The row while it is still this worker's. */
function reread({ db }: Pick<Stepping, "db">, { id, fence }: GenerationRow): Promise<GenerationRow | undefined> {
  return db.selectFrom("generations").selectAll().where("id", "=", id).where("fence", "=", fence).executeTakeFirst();
}
