import type { GenerationRow } from "../../store/tables.ts";
import type { Deps } from "../deps.ts";
import { estimateOf } from "../pace/estimate.ts";
import { LAST_TRIES, STATES, TELLING_TRIES } from "./state-table.ts";
import { isFinished } from "./states.ts";

/** Whether a row has been in its state for longer than that may last. */
export function isLate(deps: Pick<Deps, "model" | "clock">, row: GenerationRow): boolean {
  return deps.clock.now() > STATES[row.state].deadline.at(row, estimateOf(deps, row));
}

/** Whether a row whose step fails once more is given up. */
export function isHopeless(deps: Pick<Deps, "model" | "clock">, row: GenerationRow): boolean {
  return row.tries >= (isFinished(row.state) ? TELLING_TRIES : LAST_TRIES) && isLate(deps, row);
}
