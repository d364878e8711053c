import type { Clock } from "../../base/clock.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Models } from "../makers/finder.ts";
import { estimateOf } from "../pace/estimate.ts";
import { LAST_TRIES, STATES, TELLING_TRIES } from "./state-table.ts";
import { isFinished } from "./states.ts";

/** What it takes to tell that a job is late. */
interface Judging extends Models {
  clock: Pick<Clock, "now">;
}

/** Whether a row has been in its state for longer than that may last. */
export function isLate(judging: Judging, row: GenerationRow): boolean {
  return judging.clock.now() > STATES[row.state].deadline.at(row, estimateOf(judging, row));
}

/** Whether a row whose step fails once more is given up. */
export function isHopeless(judging: Judging, row: GenerationRow): boolean {
  return row.tries >= (isFinished(row.state) ? TELLING_TRIES : LAST_TRIES) && isLate(judging, row);
}
