import { type Kysely, sql } from "kysely";

/** Which videos are shared, each by a page of its own. */
export async function addShares(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("shares")
    .addColumn("key", "text", (c) => c.primaryKey())
    .addColumn("id", "text", (c) => c.notNull())
    .addColumn("generation", "text", (c) => c.notNull())
    .addColumn("workspace", "text", (c) => c.notNull())
    .addColumn("prompt", "integer", (c) => c.notNull())
    .addColumn("sharer", "text", (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("ended_at", "bigint")
    .execute();
  await sql`create unique index shares_live on shares (generation) where ended_at is null`.execute(db);
  await db.schema.createIndex("shares_workspace").on("shares").columns(["workspace", "created_at"]).execute();
}

/** A page by which a video is, or was, shared. What has ended stays, so that its page can say so; a next share is another. */
export interface ShareRow {
  /** SHA-256 of the id in hex. It is what is looked for: how long that takes says nothing of how near a guess has come. */
  key: string;
  /** The end of the page's address. Nobody guesses one. */
  id: string;
  generation: string;
  workspace: string;
  /** 1 when its maker lets the page show the prompt. */
  prompt: number;
  /** Who shared it: its maker, or an admin. */
  sharer: string;
  created_at: number;
  /** When it was unshared, or its video deleted; null while it is shared. */
  ended_at: number | null;
}
