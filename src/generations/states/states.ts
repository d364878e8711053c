import type { UpdateObject } from "kysely";
import type { Db, GenerationRow, GenerationState, Tables } from "../../store/tables.ts";
import { ALL_STATES, STATES } from "./state-table.ts";

/** Which state may follow which. A row in a state with no next one is finished. */
export const NEXT: Readonly<Record<GenerationState, readonly GenerationState[]>> = {
  queued: nextOf("queued"),
  submitting: nextOf("submitting"),
  running: nextOf("running"),
  rendered: nextOf("rendered"),
  unknown: nextOf("unknown"),
  delivered: nextOf("delivered"),
  failed: nextOf("failed"),
  canceled: nextOf("canceled"),
  lost: nextOf("lost"),
};

/** States in which a job still costs a slot, a hold or a step. */
export const UNFINISHED: readonly GenerationState[] = ALL_STATES.filter((state) => !isFinished(state));

/** States in which the gateway may be at work on it. */
export const AT_GATEWAY: readonly GenerationState[] = ALL_STATES.filter((state) => STATES[state].slot === "taken");

function nextOf(state: GenerationState): readonly GenerationState[] {
  return [...new Set(STATES[state].moves.map(({ to }) => to))];
}

export function isFinished(state: GenerationState): boolean {
  return NEXT[state].length === 0;
}

/** Somebody else has taken the row since: whatever this worker wanted to write is void, and the other one goes on. */
export class FenceLost extends Error {
  override readonly name = "FenceLost";

  constructor(id: string) {
    super(`${id} was taken over by another worker`);
  }
}

type Change = Omit<UpdateObject<Tables, "generations">, "id" | "fence" | "state"> & { state?: GenerationState };

/**
 * Writes under the fence the worker holds, and keeps its lease. Gives the row as it is now. Throws FenceLost when
 * somebody took the row over, RangeError for a state that can't follow.
 */
export async function advance(db: Db, row: GenerationRow, change: Change): Promise<GenerationRow> {
  const { state } = change;
  const allowed = NEXT[row.state];
  if (state !== undefined && state !== row.state && !allowed.includes(state)) {
    throw new RangeError(`${row.id} can't go from ${row.state} to ${state}`);
  }
  const written = await db
    .updateTable("generations")
    .set(change)
    .where("id", "=", row.id)
    .where("fence", "=", row.fence)
    .where("state", "=", row.state)
    .returningAll()
    .executeTakeFirst();
  if (!written) throw new FenceLost(row.id);
  return written;
}

/** The last write of a step: as `advance`, and gives the lease back. */
export function handBack(db: Db, row: GenerationRow, change: Change): Promise<GenerationRow> {
  return advance(db, row, { ...change, lease_until: 0 });
}
