import { MADE_HERE, madeOf } from "../../generations/makers/local.ts";
import type { GenerationRow, Tx } from "../../store/tables.ts";
import { emptied } from "../member/emptied.ts";
import { leave } from "../member/leaving.ts";
import { type Forgetting, inTurns, type Place, pagesOf, pagesOfMember, ROWS_AT_ONCE } from "../member/place.ts";

/** Messages that lose their words are shown anew one after another, not all in one breath. */
const SHOWN_EVERY_MS = 50;

export const generations: Place = {
  kind: "table",
  where: "generations",
  holds: "every job of the member: what they typed, what it was made from, its video",
  forgotten: "words, names, files and videos, and videos of others that theirs were joined into",
  stays: "that there was a job, of which model, when and for what price: the workspace's usage has to add up",
  columns: {
    forgotten: [
      ...["member_name", "line", "input", "error_detail", "result_url", "video", "video_small", "deleted_at"],
      ...["forgotten_at", "told", "due_at", "fence", "lease_until", "tries", "notice", "element"],
    ],
    stays: [
      ...["id", "platform", "workspace", "channel", "thread", "member", "source_id", "model", "price", "state"],
      ...["admitted_at", "message", "task", "submitted_at", "estimate", "progress", "progress_at", "poll_at"],
      ...["called_at", "reserved", "result_until", "pinned_at", "let_go_at", "error_code", "upload_limit"],
      "locale",
      ...["created_at", "finished_at"],
    ],
  },
  exported: "jobs",
  rows: (db, owner) => pagesOfMember(db, "generations", owner),
  forget: async (work) => {
    await forgetMadeOf(work);
    let shown = 0;
    await inTurns(work.db, async (tx) => {
      const rows = await tx
        .selectFrom("generations")
        .selectAll()
        .where("workspace", "=", work.owner.workspace)
        .where("member", "=", work.owner.member)
        .where("forgotten_at", "is", null)
        .limit(ROWS_AT_ONCE)
        .execute();
      for (const row of rows) {
        const showAt = work.at + shown * SHOWN_EVERY_MS;
        if (row.message !== null) shown += 1;
        await tx
          .updateTable("generations")
          .set(emptied(row, work.at, showAt))
          .where("id", "=", row.id)
          .execute();
      }
      await endWhatStandsFor(tx, work, rows);
      work.gone.jobs += rows.length;
      return rows.length;
    });
  },
};

/** What is shared of these jobs, the pictures that stand for their videos, and what they need files for. */
async function endWhatStandsFor(
  tx: Tx,
  { owner, at }: Pick<Forgetting, "owner" | "at">,
  rows: readonly Pick<GenerationRow, "id" | "video">[],
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  const videos = rows.flatMap(({ video }) => (video === null ? [] : [(JSON.parse(video) as { hash: string }).hash]));
  await tx
    .updateTable("shares")
    .set({ ended_at: at })
    .where("generation", "in", ids)
    .where("ended_at", "is", null)
    .execute();
  if (videos.length > 0) await tx.deleteFrom("stills").where("video", "in", videos).execute();
  await leave(tx, owner, [...ids, ...videos]);
}

/** Admins may have videos made of others' clips: such a video shows what the member made, and goes with it. */
async function forgetMadeOf({ db, owner, at }: Forgetting): Promise<void> {
  const { workspace, member } = owner;
  const pages = pagesOf(
    (after) =>
      db
        .selectFrom("generations")
        .selectAll()
        .where("workspace", "=", workspace)
        .where("member", "<>", member)
        .where("model", "like", MADE_HERE)
        .where("deleted_at", "is", null)
        .where("id", ">", after)
        .orderBy("id")
        .limit(ROWS_AT_ONCE)
        .execute(),
    ({ id }) => id,
  );
  for await (const rows of pages) {
    for (const row of rows) {
      const { jobs } = madeOf.parse(JSON.parse(row.input));
      const own = db.selectFrom("generations").select("id").where("id", "in", jobs).where("member", "=", member);
      if (row.video !== null && (await own.executeTakeFirst())) {
        await db.transaction().execute(async (tx) => {
          await tx
            .updateTable("generations")
            .set((eb) => ({ deleted_at: at, told: null, due_at: at, fence: eb("fence", "+", 1), lease_until: 0 }))
            .where("id", "=", row.id)
            .where("deleted_at", "is", null)
            .execute();
          await endWhatStandsFor(tx, { owner, at }, [row]);
        });
      }
    }
  }
}

export const shares: Place = {
  kind: "table",
  where: "shares",
  holds: "which videos the member has shared, and the addresses of their pages",
  forgotten:
    "the pages of the member's videos end; of others' videos it is no longer known that the member shared them",
  stays: "that a page was there, so that its address can say that it is gone",
  columns: {
    forgotten: ["ended_at", "sharer"],
    stays: ["key", "id", "generation", "workspace", "prompt", "created_at"],
  },
  exported: "shares",
  rows: (db, { workspace, member }) =>
    pagesOf(
      (after) =>
        db
          .selectFrom("shares")
          .innerJoin("generations", "generations.id", "shares.generation")
          .selectAll("shares")
          .where("shares.workspace", "=", workspace)
          .where(({ or, eb }) => or([eb("shares.sharer", "=", member), eb("generations.member", "=", member)]))
          .where("shares.key", ">", after)
          .orderBy("shares.key")
          .limit(ROWS_AT_ONCE)
          .execute(),
      ({ key }) => key,
    ),
  forget: async ({ db, owner: { workspace, member } }) => {
    await db
      .updateTable("shares")
      .set({ sharer: "" })
      .where("workspace", "=", workspace)
      .where("sharer", "=", member)
      .execute();
  },
};

export const stills: Place = {
  kind: "table",
  where: "stills",
  holds: "pictures that stand for videos",
  forgotten: "those of the member's videos",
  stays: "nothing of theirs",
  columns: { forgotten: ["video", "made"], stays: [] },
  unexported: "they are made from the videos, whose jobs are there",
};
