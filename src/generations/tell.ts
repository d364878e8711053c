import type { MessageRef } from "../chat/card.ts";
import type { GenerationRow } from "../store/tables.ts";
import type { Deps } from "./deps.ts";
import { advance, handBack } from "./states.ts";
import type { GenerationView } from "./view.ts";
import { placeOf, viewOf } from "./views.ts";

/** All announcements of jobs under way together are edited at most so often a second: with many, each less often. */
const EDITS_A_SECOND = 20;
/** Written in place of the message's address when there is none to be had any more. */
const GONE = "gone";

/** Posts the announcement of a row that has none. The same row again finds the message that is there. */
export async function announce(deps: Deps, row: GenerationRow): Promise<GenerationRow> {
  const message = await deps.announcer.post(await viewOf(deps, row));
  if (message === GONE) deps.log.warn({ generation: row.id }, "the channel can't be posted in: the job goes on untold");
  return advance(deps.db, row, { message, tries: 0 });
}

/** Shows the row's present state in its announcement. */
export async function show(deps: Deps, row: GenerationRow, view?: GenerationView): Promise<void> {
  if (row.message === null || row.message === GONE) return;
  const shown = await deps.announcer.edit(row.message as MessageRef, view ?? (await viewOf(deps, row)));
  if (shown !== "gone") return;
  deps.log.warn({ generation: row.id }, "the announcement is gone: the job goes on untold");
  await deps.db
    .updateTable("generations")
    .set({ message: GONE })
    .where("id", "=", row.id)
    .where("fence", "=", row.fence)
    .execute();
}

/** As `show`, for what the next edit will show anyway: a chat that doesn't answer holds nothing up. */
export async function showProgress(deps: Deps, row: GenerationRow): Promise<void> {
  try {
    await show(deps, row);
  } catch (error) {
    deps.log.warn({ generation: row.id, err: error }, "the announcement could not be edited");
  }
}

/** Tells how a finished job ended, and then has nothing left to do. */
export async function tellEnd(deps: Deps, row: GenerationRow): Promise<void> {
  await show(deps, row);
  await handBack(deps.db, row, { told: row.state, tries: 0, due_at: null });
}

/** Shows a waiting job its place in the queue, and looks again when that may have changed. */
export async function tellPlace(deps: Deps, row: GenerationRow): Promise<void> {
  await showProgress(deps, row);
  const due = Math.round(deps.clock.now() + (await editEveryMs(deps, row)));
  await handBack(deps.db, row, { due_at: due });
}

/** How long until this row's announcement is edited again: the chat's pace, or slower when many jobs share it. */
export async function editEveryMs(deps: Deps, row: GenerationRow): Promise<number> {
  return Math.max(deps.announcer.editEveryMs(placeOf(row)), ((await deps.crowd.jobs()) * 1000) / EDITS_A_SECOND);
}
