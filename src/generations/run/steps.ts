import type { GenerationRow } from "../../store/tables.ts";
import type { Deps } from "../deps.ts";
import { announce, tellEnd, tellPlace } from "../show/tell.ts";
import { isHopeless, isLate } from "../states/lateness.ts";
import { FenceLost } from "../states/states.ts";
import { waitWhileClosed } from "./closed.ts";
import { deliver } from "./deliver.ts";
import { endLate } from "./late.ts";
import { abandonSubmit, findLost } from "./lost.ts";
import { poll } from "./poll.ts";
import { prepareMedia, submit } from "./submit.ts";

/**
 * Takes a row that is due one step on, or ends it when it is past its deadline. Whatever the engine, this is what it
 * runs; it holds the row's lease. Throws FenceLost when somebody took the row over, anything else to be tried again
 * later. `signal` ends reads, uploads and downloads when the process stops; never a create.
 */
export async function step(deps: Deps, found: GenerationRow, signal: AbortSignal): Promise<void> {
  try {
    // What comes next may wait for the gateway, and no other announcement is to wait with it.
    const first = found.message === null && found.state !== "submitting";
    await (first ? announce(deps, found) : forward(deps, found, signal));
  } catch (error) {
    if (error instanceof FenceLost || signal.aborted || !isHopeless(deps, found)) throw error;
    // As the step has left it: it may have come a part of its way.
    const row = await reread(deps, found);
    if (!row || !isHopeless(deps, row)) throw error;
    await endLate(deps, row, error);
  }
}

async function forward(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<void> {
  switch (row.state) {
    case "queued":
      if (await waitWhileClosed(deps, row)) return;
      if (row.admitted_at !== null) return submit(deps, row, signal);
      if (isLate(deps, row)) return endLate(deps, row, "its turn did not come");
      return (await prepareMedia(deps, row, signal)) === "ready" ? tellPlace(deps, row) : undefined;
    case "submitting":
      return abandonSubmit(deps, row);
    case "unknown":
      return findLost(deps, row, signal);
    case "running":
      return poll(deps, row, signal);
    case "rendered":
      return deliver(deps, row, signal);
    case "delivered":
    case "failed":
    case "canceled":
    case "lost":
      return tellEnd(deps, row);
  }
}

/** The row while it is still this worker's. */
function reread({ db }: Deps, { id, fence }: GenerationRow): Promise<GenerationRow | undefined> {
  return db.selectFrom("generations").selectAll().where("id", "=", id).where("fence", "=", fence).executeTakeFirst();
}
