import { leave } from "../member/leaving.ts";
import { type Owner, PLAYGROUND } from "../member/owner.ts";
import { inTurns, type Place, pagesOf, ROWS_AT_ONCE, rowsOfMember } from "../member/place.ts";
import { wantOut } from "../member/said-of.ts";

export const saidOf: Place = {
  kind: "table",
  where: "said_of",
  holds: "where messages stand that name the member or show their words, other than their jobs' own",
  forgotten: "the messages lose their words and buttons, and then this",
  stays: "nothing; while a chat can't be reached, where its message stands, until it can",
  columns: { forgotten: ["message", "platform", "workspace", "member", "said_at", "remove_at"], stays: [] },
  exported: "named",
  rows: (db, owner) => rowsOfMember(db, "said_of", owner),
  forget: ({ db, owner, at }) => wantOut(db, owner, at),
};

export const playground: Place = {
  kind: "table",
  where: "playground_messages",
  holds: "in the playground, what the member typed, what was answered to them, and cards that name them",
  forgotten: "all of it",
  stays: "their jobs' messages without words, as in every chat",
  columns: {
    forgotten: [...["id", "key", "channel", "audience", "author", "author_name", "body", "created_at", "updated_at"]],
    stays: [],
  },
  exported: "messages",
  rows: async function* (db, owner) {
    if (owner.workspace !== PLAYGROUND) return;
    yield* pagesOf(
      (after) =>
        db
          .selectFrom("playground_messages")
          .select(["id", "body", "created_at"])
          .where(({ or, eb }) => or([eb("author", "=", owner.member), eb("audience", "=", owner.member)]))
          .where("id", ">", after)
          .orderBy("id")
          .limit(ROWS_AT_ONCE)
          .execute(),
      ({ id }) => id,
    );
  },
  forget: async ({ db, owner }) => {
    if (owner.workspace !== PLAYGROUND) return;
    await inTurns(db, async (tx) => {
      const own = await tx
        .selectFrom("playground_messages")
        .select("id")
        .where(({ or, eb }) =>
          or([eb("author", "=", owner.member), eb("audience", "=", owner.member), eb("body", "like", naming(owner))]),
        )
        .limit(ROWS_AT_ONCE)
        .execute();
      const ids = own.map(({ id }) => id);
      if (ids.length > 0) await tx.deleteFrom("playground_messages").where("id", "in", ids).execute();
      return ids.length;
    });
  },
};

/** How a card that names the playground's member is found: its members' ids are plain words. */
function naming({ member }: Owner): string {
  return `%"about":[%${JSON.stringify(member)}%]%`;
}

export const slackFiles: Place = {
  kind: "table",
  where: "slack_files",
  holds: "by which ids Slack knows the files of a message",
  forgotten: "nothing",
  stays: "Slack's ids: they say nothing of a member, and a message is mended by them",
  columns: { forgotten: [], stays: ["card", "files", "state", "ts", "link", "created_at"] },
  unexported: "Slack's own ids, which say nothing of a member",
};

export const exportsMade: Place = {
  kind: "table",
  where: "exports",
  holds: "the files that /settings data:export made, for a day",
  forgotten: "all of it: files and links end",
  stays: "nothing here; a chat keeps the file in the message that it was given in, which its member can delete",
  columns: { forgotten: ["id", "workspace", "member", "made_at"], stays: [] },
  exported: "exports",
  rows: (db, owner) => rowsOfMember(db, "exports", owner),
  forget: async ({ db, owner }) => {
    await db.transaction().execute(async (tx) => {
      const own = await tx
        .deleteFrom("exports")
        .where("workspace", "=", owner.workspace)
        .where("member", "=", owner.member)
        .returning("id")
        .execute();
      await leave(
        tx,
        owner,
        own.map(({ id }) => id),
      );
    });
  },
};

export const messages: Place = {
  kind: "chat",
  where: "messages of jobs",
  holds: "the member's name, prompt and video, in the channel where they asked",
  forgotten: "each is shown anew without words and video, within minutes",
  stays: "that there was a job, its model and price",
  unexported: "they say what the jobs say",
};

export const letters: Place = {
  kind: "chat",
  where: "answers to the member alone",
  holds: "what only they see: answers, letters, their export; a line that a job is done, with a character's name",
  forgotten: "nothing",
  stays: "all of it: it is in the member's own conversation with the bot, where they can delete it",
  unexported: "the member has them",
};
