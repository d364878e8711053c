import type { Kysely } from "kysely";

/** The pictures that stand for a video, its smaller version, and how long it is kept. */
export async function addStills(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("stills")
    .addColumn("video", "text", (c) => c.primaryKey())
    .addColumn("made", "text", (c) => c.notNull())
    .execute();
  await db.schema.alterTable("generations").addColumn("video_small", "text").execute();
  await db.schema.alterTable("generations").addColumn("pinned_at", "bigint").execute();
  await db.schema.alterTable("generations").addColumn("let_go_at", "bigint").execute();
}
