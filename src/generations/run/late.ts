import { messageOf } from "../../base/errors.ts";
import type { GenerationRow } from "../../store/tables.ts";
import { stopTelling } from "../show/tell.ts";
import { type Ending, fail } from "../states/fail.ts";
import { finishUnshown, giveUp } from "./deliver.ts";
import { type AnswerDeps, abandonSubmit, lose } from "./lost.ts";

/** What it takes to end a job that is late. */
export type LateDeps = Ending & AnswerDeps;

/** Ends a row that has come to its deadline, as the table of states says. Throws FenceLost, and what the store does. */
export async function endLate(deps: LateDeps, row: GenerationRow, why: unknown): Promise<void> {
  const { id: generation, state, task, tries } = row;
  deps.log.error({ generation, state, task, tries, err: why }, "a job is past its deadline and ends here");
  switch (state) {
    case "queued":
      return fail(deps, row, row.message === null ? "not_announced" : "waited_too_long", messageOf(why));
    case "running":
      return fail(deps, row, "generation_timeout", `past our own deadline: ${messageOf(why)}`);
    case "submitting":
      return abandonSubmit(deps, row);
    case "unknown":
      return lose(deps, row);
    case "rendered":
      return row.video === null && row.element === null ? giveUp(deps, row) : finishUnshown(deps, row);
    case "delivered":
    case "failed":
    case "canceled":
    case "lost":
      return stopTelling(deps, row);
  }
}
