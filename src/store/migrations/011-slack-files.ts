import type { Kysely } from "kysely";

/** Which files belong to a card in Slack, whose video stands in a message of its own. */
export async function addSlackFiles(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("slack_files")
    .addColumn("card", "text", (c) => c.primaryKey())
    .addColumn("files", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull())
    .addColumn("ts", "text")
    .addColumn("link", "text")
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .execute();
}

/** The files of one card. The row is written before they are shared, so that nobody shares others in their place. */
export interface SlackFilesRow {
  /** The card's message: workspace, channel and `ts`, with a slash between. */
  card: string;
  /** Slack's ids of the files, as a JSON list. */
  files: string;
  /** `sharing`: Slack may have shared them. `unseen`: the same, and they did not show up in time. */
  state: "sharing" | "unseen" | "shared";
  /** Slack's `ts` of the message that shows them, once they are shared. */
  ts: string | null;
  /** That message's address. */
  link: string | null;
  created_at: number;
}
