import type { GenerationRow } from "../../store/tables.ts";
import { type Telling, tellPlace } from "../show/tell.ts";
import type { Account } from "../states/account.ts";
import type { Basics } from "../states/basics.ts";
import { type Ending, fail } from "../states/fail.ts";
import { handBack } from "../states/states.ts";

/** So long a job that was asked for waits for an account that takes none; then its credits go back. */
const PATIENCE_MS = 3_600_000;
/** How soon it is looked at again whether a job that had its turn can have it now. */
const LOOK_AGAIN_MS = 15_000;

/** What it takes to wait for the account. */
export type Waiting = Account & Telling & Ending;

/**
 * Keeps a job that isn't at the gateway yet waiting while the gateway takes none from here: it would only be refused.
 * All that wait too long end together. Gives whether that was its step.
 */
export async function waitWhileClosed(waiting: Waiting, row: GenerationRow): Promise<boolean> {
  const closed = await waiting.accountClosed?.();
  if (!closed) return false;
  const now = waiting.clock.now();
  if (now - closed.since >= PATIENCE_MS) {
    const code = closed.why === "key" ? "unauthorized" : "insufficient_quota";
    await fail(waiting, row, code, `the gateway has taken no jobs for ${PATIENCE_MS / 60_000} minutes`);
  } else if (row.admitted_at === null) await tellPlace(waiting, row);
  else await giveTurnBack(waiting, row, row.tries);
  return true;
}

/** The slot goes to somebody else meanwhile. */
export async function giveTurnBack(
  { db, clock }: Pick<Basics, "db" | "clock">,
  row: GenerationRow,
  tries: number,
): Promise<void> {
  const due = clock.now() + LOOK_AGAIN_MS;
  await handBack(db, row, { state: "queued", admitted_at: null, tries, poll_at: due, due_at: due });
}
