import type { MessageRef } from "../../chat/contract/chat.ts";
import type { GenerationRow } from "../../store/tables.ts";
import type { Basics } from "../states/basics.ts";
import { advance, handBack } from "../states/states.ts";
import { placeOf } from "./place.ts";
import type { Announcer, GenerationView, TooLarge } from "./view.ts";
import { type Viewing, viewOf } from "./view-of.ts";

/** All announcements of jobs under way together are edited at most so often a second: with many, each less often. */
const EDITS_A_SECOND = 20;
/** Until when a job that was announced waits for its media to be readable: it gets no slot before it can use it. */
const UNPREPARED = Number.MAX_SAFE_INTEGER;
/** Written in place of the message's address when there is none to be had any more. */
const GONE = "gone";

/** What it takes to tell people of a job. */
export interface Telling extends Basics, Viewing {
  announcer: Announcer;
}

/** Posts the announcement of a row that has none, and is done. The same row again finds the message that is there. */
export async function announce(telling: Telling, row: GenerationRow): Promise<void> {
  // Whoever took the row before this one may have posted it without keeping the answer.
  const message = await telling.announcer.post(await viewOf(telling, row), row.fence > 1);
  if (message === GONE)
    telling.log.warn(
      { generation: row.id },
      "the channel can't be posted in: the member is told of the end by themselves",
    );
  const waits = row.state === "queued" ? { poll_at: UNPREPARED } : {};
  await handBack(telling.db, row, { message, tries: 0, due_at: telling.clock.now(), ...waits });
}

/** Shows the row's present state in its announcement. Gives what the chat has against the video's size, if it has. */
export async function show(telling: Telling, row: GenerationRow, view?: GenerationView): Promise<TooLarge | undefined> {
  if (row.message === null || row.message === GONE) return undefined;
  const shown = await telling.announcer.edit(row.message as MessageRef, view ?? (await viewOf(telling, row)));
  if (shown === "shown") return undefined;
  if (shown !== "gone") return shown;
  telling.log.warn({ generation: row.id }, "the announcement is gone: the member is told of the end by themselves");
  await telling.db
    .updateTable("generations")
    .set({ message: GONE })
    .where("id", "=", row.id)
    .where("fence", "=", row.fence)
    .execute();
  return undefined;
}

/** As `show`, for what the next edit will show anyway: a chat that doesn't answer holds nothing up. */
export async function showProgress(telling: Telling, row: GenerationRow): Promise<void> {
  try {
    await show(telling, row);
  } catch (error) {
    telling.log.warn({ generation: row.id, err: error }, "the announcement could not be edited");
  }
}

/** Tells how a finished job ended, and then has nothing left to do. */
export async function tellEnd(telling: Telling, row: GenerationRow): Promise<void> {
  let told = row;
  if (row.told !== row.state) {
    const shown = await showEnd(telling, row);
    told = await advance(telling.db, shown, { told: row.state, tries: 0 });
  }
  const notice = await notify(telling, told);
  await handBack(telling.db, told, { notice, tries: 0, due_at: null });
}

/** Shows it once more. Where the chat no longer takes a video of that size, it shows its link. Gives the row as it is then. */
async function showEnd(telling: Telling, row: GenerationRow): Promise<GenerationRow> {
  const refused = await show(telling, row);
  if (!refused) return row;
  const limited = await advance(telling.db, row, { upload_limit: refused.limitBytes });
  await show(telling, limited);
  return limited;
}

/** Gives up telling how a finished job ended, where the chat takes it no more: its member is told at the next command. */
export async function stopTelling({ db }: Pick<Basics, "db">, row: GenerationRow): Promise<void> {
  const known = row.state === "canceled" || row.notice === "sent";
  const notice = known ? row.notice : "owed";
  await handBack(db, row, { told: row.state, notice, tries: 0, due_at: null });
}

/** Lets the member know that the job has ended, once; who canceled it knows. */
async function notify(telling: Telling, row: GenerationRow): Promise<GenerationRow["notice"]> {
  if (row.state === "canceled" || row.notice === "sent" || row.notice === "owed") return row.notice;
  const sending = await advance(telling.db, row, { notice: "sending" });
  const message = sending.message === null || sending.message === GONE ? undefined : (sending.message as MessageRef);
  const told = await telling.announcer.notify(message, await viewOf(telling, sending), row.notice === "sending");
  if (told === "told") return "sent";
  telling.log.warn({ generation: row.id }, "the member can't be reached: told at their next command");
  return "owed";
}

/** The jobs whose end the member could not be told of. */
export async function readOwed(
  viewing: Viewing,
  owner: { workspace: string; member: string },
): Promise<GenerationView[]> {
  const rows = await viewing.db
    .selectFrom("generations")
    .selectAll()
    .where("workspace", "=", owner.workspace)
    .where("member", "=", owner.member)
    .where("notice", "=", "owed")
    .orderBy("id")
    .execute();
  return Promise.all(rows.map((row) => viewOf(viewing, row)));
}

/** The member has been shown how this job ended. */
export async function settleOwed({ db }: Pick<Basics, "db">, id: string): Promise<void> {
  await db
    .updateTable("generations")
    .set({ notice: "sent" })
    .where("id", "=", id)
    .where("notice", "=", "owed")
    .execute();
}

/** Shows a waiting job its place in the queue, and looks again when that may have changed. */
export async function tellPlace(telling: Telling, row: GenerationRow): Promise<void> {
  await showProgress(telling, row);
  const due = Math.round(telling.clock.now() + (await editEveryMs(telling, row)));
  await handBack(telling.db, row, { due_at: due, poll_at: row.poll_at === UNPREPARED ? null : row.poll_at });
}

/** How long until this row's announcement is edited again: the chat's pace, or slower when many jobs share it. */
export async function editEveryMs(telling: Telling, row: GenerationRow): Promise<number> {
  const place = placeOf(row);
  const jobs = await telling.crowd.jobs(place);
  return Math.max(telling.announcer.editEveryMs(place, jobs), (jobs.all * 1000) / EDITS_A_SECOND);
}
