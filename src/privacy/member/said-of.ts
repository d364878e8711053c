import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { Card } from "../../chat/contract/card.ts";
import type { Chat, MessageRef } from "../../chat/contract/chat.ts";
import type { Db } from "../../store/tables.ts";
import type { Owner } from "./owner.ts";

/**
 * The chat, which notes for each card that names members where it stands, so that it can be taken out when one of them
 * is forgotten. Jobs' own messages are known by their rows.
 */
export function notingWhoIsNamed(chat: Chat, { db, clock, log }: { db: Db; clock: Clock; log: Logger }): Chat {
  return {
    ...chat,
    post: async (place, posting, card) => {
      const message = await chat.post(place, posting, card);
      try {
        await note(db, { message, platform: chat.platform, workspace: place.workspace, at: clock.now() }, card);
      } catch (error) {
        // The card is there, and members wait for it: a second one would help nobody.
        log.error({ err: error, workspace: place.workspace }, "where a card stands that names a member was not kept");
      }
      return message;
    },
  };
}

async function note(
  db: Db,
  { message, platform, workspace, at }: { message: MessageRef; platform: string; workspace: string; at: number },
  { about = [] }: Card,
): Promise<void> {
  if (about.length === 0) return;
  const rows = [...new Set(about)].map((member) => ({ message, platform, workspace, member, said_at: at }));
  await db
    .insertInto("said_of")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes one card out of its chat. Throws when the chat can't be told now. */
export type TakeOut = (platform: string, message: MessageRef) => Promise<void>;

const AT_ONCE = 20;

/** Says that all that names the member is to go; `takeOutDue` does it. Safe to repeat. */
export async function wantOut(db: Db, { workspace, member }: Owner, at: number): Promise<void> {
  await db
    .updateTable("said_of")
    .set({ remove_at: at })
    .where("workspace", "=", workspace)
    .where("member", "=", member)
    .where("remove_at", "is", null)
    .execute();
}

/**
 * Takes out of the chats what is to go, of one member or of all. What a chat doesn't take now stays noted for the next
 * time. Gives how many messages are left.
 */
export async function takeOutDue(
  { db, takeOut, log }: { db: Db; takeOut: TakeOut; log: Logger },
  owner?: Owner,
): Promise<number> {
  let left = 0;
  for (let after = ""; ; ) {
    const due = await db
      .selectFrom("said_of")
      .select(["platform", "message"])
      .distinct()
      .where("remove_at", "is not", null)
      .where("message", ">", after)
      .$if(owner !== undefined, (query) =>
        query.where("workspace", "=", owner?.workspace ?? "").where("member", "=", owner?.member ?? ""),
      )
      .orderBy("message")
      .limit(AT_ONCE)
      .execute();
    for (const { platform, message } of due) {
      after = message;
      try {
        await takeOut(platform, message as MessageRef);
        await db.deleteFrom("said_of").where("platform", "=", platform).where("message", "=", message).execute();
      } catch (error) {
        left += 1;
        log.warn({ err: error, platform }, "a message that names a forgotten member could not be taken out yet");
      }
    }
    if (due.length < AT_ONCE) return left;
  }
}
