import { newId } from "../../src/base/ids.ts";
import { hashesIn, useFiles } from "../../src/store/file-uses.ts";
import type { Db, GenerationRow } from "../../src/store/tables.ts";

/** Noon of a day in November 2026. */
export const NOW = Date.UTC(2026, 10, 20, 12);

/** A job that waits for a slot, announced and priced, unless `changes` say otherwise. */
export function rowOf(changes: Partial<GenerationRow> = {}): GenerationRow {
  const id = newId("g", changes.created_at ?? NOW);
  return {
    id,
    platform: "playground",
    workspace: "w",
    channel: "general",
    thread: null,
    member: "ada",
    member_name: "Ada",
    source_id: id,
    line: 'video prompt:"a paper boat"',
    model: "kling-v3-text-to-video",
    input: JSON.stringify({ prompt: "a paper boat" }),
    price: 270_000,
    state: "queued",
    fence: 0,
    lease_until: 0,
    due_at: NOW,
    admitted_at: null,
    tries: 0,
    message: `message of ${id}`,
    told: null,
    task: null,
    submitted_at: null,
    estimate: null,
    progress: 0,
    progress_at: null,
    poll_at: null,
    reserved: null,
    result_url: null,
    result_until: null,
    video: null,
    video_small: null,
    pinned_at: null,
    let_go_at: null,
    forgotten_at: null,
    element: null,
    deleted_at: null,
    error_code: null,
    error_detail: null,
    upload_limit: null,
    locale: null,
    notice: null,
    called_at: null,
    created_at: NOW,
    finished_at: null,
    ...changes,
  };
}

/** Writes the job, and that it needs its files; gives it as the store has it. */
export async function insertRow(db: Db, changes: Partial<GenerationRow> = {}): Promise<GenerationRow> {
  const row = await db.insertInto("generations").values(rowOf(changes)).returningAll().executeTakeFirstOrThrow();
  await useFiles(db, row.id, "input", hashesIn(row.input));
  if (row.deleted_at === null) await useFiles(db, row.id, "result", hashesIn(row.video, row.video_small));
  return row;
}

export function readRow(db: Db, id: string): Promise<GenerationRow> {
  return db.selectFrom("generations").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}
