import type { Clock } from "../../base/clock.ts";
import type { SlackFilesRow } from "../../store/rows.ts";
import type { Db } from "../../store/tables.ts";
import type { MessagePlace } from "./ref.ts";

/** The files that belong to a card, and how far they have come: `SlackFilesRow` says what each state means. */
export interface CardFiles {
  state: SlackFilesRow["state"];
  /** Slack's ids, in the order of the card. */
  ids: readonly string[];
  ts: string | undefined;
  link: string | undefined;
}

/** Keeps which files belong to which card. */
export interface FileRows {
  find(card: MessagePlace): Promise<CardFiles | undefined>;
  /** Notes files that are about to be shared. Where others were noted before, those are given, and count. */
  begin(card: MessagePlace, ids: readonly string[]): Promise<CardFiles>;
  /** They are shared by the message of this `ts`. */
  shared(card: MessagePlace, message: { ts: string; link: string | undefined }): Promise<void>;
  /** They have not shown up in time. */
  unseen(card: MessagePlace): Promise<void>;
  forget(card: MessagePlace): Promise<void>;
}

export function createFileRows({ db, clock }: { db: Db; clock: Pick<Clock, "now"> }): FileRows {
  const find: FileRows["find"] = async (card) => {
    const rows = db.selectFrom("slack_files").selectAll().where("card", "=", keyOf(card));
    const row = await rows.executeTakeFirst();
    return row && read(row);
  };
  const change = async (card: MessagePlace, changes: Partial<Pick<SlackFilesRow, "state" | "ts" | "link">>) => {
    await db.updateTable("slack_files").set(changes).where("card", "=", keyOf(card)).execute();
  };
  return {
    find,
    begin: async (card, ids) => {
      const files = JSON.stringify(ids);
      await db
        .insertInto("slack_files")
        .values({ card: keyOf(card), files, state: "sharing", ts: null, link: null, created_at: clock.now() })
        .onConflict((conflict) => conflict.column("card").doNothing())
        .execute();
      return (await find(card)) ?? { state: "sharing", ids, ts: undefined, link: undefined };
    },
    shared: (card, { ts, link = null }) => change(card, { state: "shared", ts, link }),
    unseen: (card) => change(card, { state: "unseen" }),
    forget: async (card) => {
      await db.deleteFrom("slack_files").where("card", "=", keyOf(card)).execute();
    },
  };
}

function keyOf({ workspace, channel, ts }: MessagePlace): string {
  return [workspace, channel, ts].join("/");
}

function read({ files, state, ts, link }: SlackFilesRow): CardFiles {
  return { state, ids: JSON.parse(files) as string[], ts: ts ?? undefined, link: link ?? undefined };
}
