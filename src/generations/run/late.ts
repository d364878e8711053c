import { messageOf } from "../../base/errors.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Makers } from "../makers/finder.ts";
import { stopTelling } from "../show/tell.ts";
import { type Ending, fail } from "../states/fail.ts";
import { finishUnshown, giveUp } from "./deliver.ts";
import { abandonSubmit, lose, type WaitingForCall } from "./lost.ts";

/** What it takes to end a job that is late. */
export type EndingLate = Ending & WaitingForCall & Makers;

/** Ends a row that has come to its deadline, as the table of states says. Throws FenceLost, and what the store does. */
export async function endLate(late: EndingLate, row: GenerationRow, why: unknown): Promise<void> {
  const { id: generation, state, task, tries } = row;
  late.log.error({ generation, state, task, tries, err: why }, "a job is past its deadline and ends here");
  switch (state) {
    case "queued":
      return fail(late, row, row.message === null ? "not_announced" : "waited_too_long", messageOf(why));
    case "running":
      return fail(late, row, "generation_timeout", `past our own deadline: ${messageOf(why)}`);
    case "submitting":
      return abandonSubmit(late, row);
    case "unknown":
      return lose(late, row);
    case "rendered":
      return row.video === null && row.element === null ? giveUp(late, row) : finishUnshown(late, row);
    case "delivered":
    case "failed":
    case "canceled":
    case "lost":
      return stopTelling(late, row);
  }
}
