import type { GenerationRow } from "../store/tables.ts";
import { waitWhileClosed } from "./closed.ts";
import { deliver } from "./deliver.ts";
import type { Deps } from "./deps.ts";
import { poll } from "./poll.ts";
import { abandonSubmit, findLost, prepareMedia, submit } from "./submit.ts";
import { announce, tellEnd, tellPlace } from "./tell.ts";

/**
 * Takes a row that is due one step on. Whatever the engine, this is what it runs; it holds the row's lease. Throws
 * FenceLost when somebody took the row over, anything else to be tried again later. `signal` ends reads, uploads and
 * downloads when the process stops; never a create.
 */
export async function step(deps: Deps, row: GenerationRow, signal: AbortSignal): Promise<void> {
  // What comes next may wait for the gateway, and no other announcement is to wait with it.
  if (row.message === null) return announce(deps, row);
  switch (row.state) {
    case "queued":
      if (await waitWhileClosed(deps, row)) return;
      if (row.admitted_at !== null) return submit(deps, row, signal);
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
