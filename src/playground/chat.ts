import { sql } from "kysely";
import type { Clock } from "../base/clock.ts";
import { newId } from "../base/ids.ts";
import type { Card } from "../chat/contract/card.ts";
import { type Chat, MessageGone, type MessageRef } from "../chat/contract/chat.ts";
import type { Db, PlaygroundMessageRow } from "../store/tables.ts";
import { BOT, CHANNEL, MEMBERS } from "./members.ts";

/** A file as it was attached to what a member said. `id` is what an upload gave, and it works again. */
export interface SaidFile {
  id: string;
  name: string;
  bytes: number;
  hash: string;
}

/** What a message holds: a member's words, or a card of the bot's. */
export type Body =
  | { readonly kind: "said"; readonly line: string; readonly files: readonly SaidFile[] }
  | { readonly kind: "card"; readonly card: Card };

export interface Message {
  /** Sorts in the order of the channel. */
  id: string;
  channel: string;
  /** The member who alone sees it. */
  audience?: string;
  author: { readonly id: string; readonly name: string };
  body: Body;
  /** Milliseconds since 1970. Every edit makes `updatedAt` larger, so it tells the newer of two versions. */
  createdAt: number;
  updatedAt: number;
}

/** The page's chat: messages are rows of the store, and whoever watches is told of each that is new or has changed. */
export interface PlaygroundChat extends Chat {
  /** A member's message. The same nonce again gives the one that is already there. */
  say(said: {
    author: { id: string; name: string };
    nonce: string;
    line: string;
    files: readonly SaidFile[];
  }): Promise<Message>;
  /** An answer to what was said under the nonce, one of several: a card of the bot's, for all or for the member alone. */
  answer(to: { nonce: string; member: string; index: number }, card: Card): Promise<Message>;
  /** The newest messages that the viewer may see, at most `limit`, oldest first; `before` an id to page back. */
  list(query: { channel: string; viewer: string; limit: number; before?: string | undefined }): Promise<Message[]>;
  /** Calls the listener for each message that is new or has changed. Gives the way to stop. */
  subscribe(listener: (message: Message) => void): () => void;
}

const EDIT_EVERY_MS = 1000;

export function createPlaygroundChat({ db, clock }: { db: Db; clock: Clock }): PlaygroundChat {
  const listeners = new Set<(message: Message) => void>();
  const tell = (message: Message) => {
    for (const listener of listeners) listener(message);
    return message;
  };

  /** Adds the message unless its key is there; then the one that is there is the answer, as it stands now. */
  async function add(message: Pick<Message, "channel" | "audience" | "author" | "body">, key: string) {
    const now = clock.now();
    const row: PlaygroundMessageRow = {
      id: newId("m", now),
      key,
      channel: message.channel,
      audience: message.audience ?? null,
      author: message.author.id,
      author_name: message.author.name,
      body: JSON.stringify(message.body),
      created_at: now,
      updated_at: now,
    };
    const added = await db
      .insertInto("playground_messages")
      .values(row)
      .onConflict((conflict) => conflict.column("key").doNothing())
      .returningAll()
      .executeTakeFirst();
    if (added) return tell(read(added));
    return read(
      await db.selectFrom("playground_messages").selectAll().where("key", "=", key).executeTakeFirstOrThrow(),
    );
  }

  return {
    platform: "playground",
    showsOurs: true,
    pace: { messageMs: EDIT_EVERY_MS, sharedMs: 0, sharedBy: "channel" },
    async post(place, { key }, card) {
      const message = await add({ channel: place.channel, author: BOT, body: { kind: "card", card } }, `post:${key}`);
      return message.id as MessageRef;
    },
    async edit(message, card) {
      const now = clock.now();
      const body: Body = { kind: "card", card };
      const row = await db
        .updateTable("playground_messages")
        .set({
          body: JSON.stringify(body),
          updated_at: sql<number>`case when updated_at < ${now} then ${now} else updated_at + 1 end`,
        })
        .where("id", "=", message)
        .returningAll()
        .executeTakeFirst();
      if (!row) throw new MessageGone(`The playground has no message ${message}`);
      tell(read(row));
    },
    person: async (_place, id) => {
      const member = Object.values(MEMBERS).find((one) => one.id === id);
      if (member) return { id, name: member.name, bot: false };
      return id === BOT.id ? { ...BOT, bot: true } : undefined;
    },
    say: ({ author, nonce, line, files }) =>
      add({ channel: CHANNEL, author, body: { kind: "said", line, files } }, `said:${author.id}:${nonce}`),
    answer: ({ nonce, member, index }, card) =>
      add(
        {
          channel: CHANNEL,
          author: BOT,
          body: { kind: "card", card },
          ...(card.audience === "member" ? { audience: member } : {}),
        },
        `answer:${member}:${nonce}${index === 0 ? "" : `:${index}`}`,
      ),
    async list({ channel, viewer, limit, before }) {
      let query = db
        .selectFrom("playground_messages")
        .selectAll()
        .where("channel", "=", channel)
        .where((where) => where.or([where("audience", "is", null), where("audience", "=", viewer)]))
        .orderBy("id", "desc")
        .limit(limit);
      if (before !== undefined) query = query.where("id", "<", before);
      const rows = await query.execute();
      return rows.map(read).reverse();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function read(row: PlaygroundMessageRow): Message {
  return {
    id: row.id,
    channel: row.channel,
    ...(row.audience === null ? {} : { audience: row.audience }),
    author: { id: row.author, name: row.author_name },
    body: JSON.parse(row.body) as Body,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
