import type { GenerationRow } from "../../store/tables.ts";
import type { Deps } from "../deps.ts";
import { tellPlace } from "../show/tell.ts";
import { fail } from "../states/fail.ts";
import { handBack } from "../states/states.ts";

/** So long a job that was asked for waits for an account that takes none; then its credits go back. */
const PATIENCE_MS = 3_600_000;
/** How soon it is looked at again whether a job that had its turn can have it now. */
const LOOK_AGAIN_MS = 15_000;

/**
 * Keeps a job that isn't at the gateway yet waiting while the gateway takes none from here: it would only be refused.
 * All that wait too long end together. Gives whether that was its step.
 */
export async function waitWhileClosed(deps: Deps, row: GenerationRow): Promise<boolean> {
  const closed = await deps.accountClosed?.();
  if (!closed) return false;
  const now = deps.clock.now();
  if (now - closed.since >= PATIENCE_MS) {
    const code = closed.why === "key" ? "unauthorized" : "insufficient_quota";
    await fail(deps, row, code, `the gateway has taken no jobs for ${PATIENCE_MS / 60_000} minutes`);
  } else if (row.admitted_at === null) await tellPlace(deps, row);
  else await giveTurnBack(deps, row, row.tries);
  return true;
}

/** The slot goes to somebody else meanwhile. */
export async function giveTurnBack(deps: Deps, row: GenerationRow, tries: number): Promise<void> {
  const due = deps.clock.now() + LOOK_AGAIN_MS;
  await handBack(deps.db, row, { state: "queued", admitted_at: null, tries, poll_at: due, due_at: due });
}
