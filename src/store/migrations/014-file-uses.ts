import type { Kysely } from "kysely";

/** As much of the tables as says who needs which file. */
interface Before {
  generations: {
    id: string;
    input: string;
    video: string | null;
    video_small: string | null;
    deleted_at: number | null;
    let_go_at: number | null;
  };
  elements: { id: string; files: string; request: string | null; state: string };
  approvals: { id: string; request: string | null };
  stills: { video: string; made: string };
  file_uses: { hash: string; holder: string; use: string };
}

const HASH = /\b[0-9a-f]{64}\b/g;
const ROWS_AT_ONCE = 500;

/** Who needs which file, so that nobody has to look through all rows to delete one. */
export async function addFileUses(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("file_uses")
    .addColumn("hash", "text", (c) => c.notNull())
    .addColumn("holder", "text", (c) => c.notNull())
    .addColumn("use", "text", (c) => c.notNull())
    .addPrimaryKeyConstraint("file_uses_pk", ["hash", "holder", "use"])
    .execute();
  await db.schema.createIndex("file_uses_holder").on("file_uses").columns(["holder", "use"]).execute();
  await fill(db as Kysely<Before>);
}

async function fill(db: Kysely<Before>): Promise<void> {
  const note = async (holder: string, use: string, ...texts: (string | null)[]) => {
    const hashes = new Set(texts.flatMap((text) => [...(text?.matchAll(HASH) ?? [])].map(([hash]) => hash)));
    const rows = [...hashes].map((hash) => ({ hash, holder, use }));
    if (rows.length > 0) await db.insertInto("file_uses").values(rows).execute();
  };
  for (let after = ""; ; ) {
    const jobs = await db
      .selectFrom("generations")
      .select(["id", "input", "video", "video_small", "deleted_at", "let_go_at"])
      .where("id", ">", after)
      .orderBy("id")
      .limit(ROWS_AT_ONCE)
      .execute();
    for (const job of jobs) {
      await note(job.id, "input", job.input);
      if (job.deleted_at === null && job.let_go_at === null) await note(job.id, "result", job.video, job.video_small);
    }
    const last = jobs.at(-1);
    if (!last) break;
    after = last.id;
  }
  for (const { video, made } of await db.selectFrom("stills").selectAll().execute()) await note(video, "still", made);
  for (const { id, files, request, state } of await db.selectFrom("elements").selectAll().execute()) {
    if (state !== "failed") await note(id, "character", files, request);
  }
  for (const { id, request } of await db.selectFrom("approvals").select(["id", "request"]).execute()) {
    await note(id, "request", request);
  }
}
