import type { WebClient } from "@slack/web-api";
import { MessageGone } from "../chat/card.ts";
import type { Clock } from "../clock.ts";
import { timeOf } from "../ids.ts";
import { createCache } from "./cache.ts";
import type { Call } from "./calls.ts";
import { type MessagePlace, threadOf } from "./ref.ts";

/** The type of our messages' metadata. */
const EVENT_TYPE = "reelay";

/** What a message of ours carries for us to read back; Slack shows it to nobody. */
export interface Payload {
  key: string;
  /** The file that the message's video is, where it was shared in the thread instead of in the message. */
  file?: string;
}

/** What we read of a message. */
export interface FoundMessage {
  ts?: string;
  user?: string;
  bot_id?: string;
  files?: { id?: string; name?: string; mode?: string }[];
  metadata?: { event_type?: string; event_payload?: object };
}

/** Finds the bot's own messages again. */
export interface Finder {
  /** The message that was posted there under the key; undefined when there is none. Our own messages alone count. */
  byKey(to: { channel: string; thread?: string | undefined }, key: string): Promise<string | undefined>;
  /** Throws MessageGone when it is not there any more. */
  at(place: MessagePlace): Promise<FoundMessage>;
  /** A file of this name that the bot has shared in the message's thread. */
  fileInThread(place: MessagePlace, name: string): Promise<string | undefined>;
}

const PAGE = 200;
/** A key names a time a little before its message's, or no time: then it is of something that was just asked for. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
const JUST_NOW_MS = 60 * 60_000;
/** The bot stays who it is as long as its token is the same. */
const KNOWN_MS = 24 * 3_600_000;

export function createFinder({ client, call, clock }: { client: WebClient; call: Call; clock: Clock }): Finder {
  const self = createCache<{ user_id?: string; bot_id?: string }>(clock, KNOWN_MS);
  const isOwn = async ({ user, bot_id }: FoundMessage): Promise<boolean> => {
    const me = await self("", () => call("auth.test", "repeat", () => client.auth.test()));
    return (user !== undefined && user === me.user_id) || (bot_id !== undefined && bot_id === me.bot_id);
  };

  /** The messages of a channel or a thread since a time, in no order that anybody may rely on. */
  async function* messages(
    { channel, thread }: { channel: string; thread?: string | undefined },
    more: { oldest?: string; latest?: string } = {},
  ): AsyncGenerator<FoundMessage> {
    const common = { channel, include_all_metadata: true, inclusive: true, limit: PAGE, ...more };
    for (let cursor: string | undefined, first = true; first || cursor; first = false) {
      const page = cursor ? { ...common, cursor } : common;
      const found =
        thread === undefined
          ? await call("conversations.history", "repeat", () => client.conversations.history(page))
          : await call("conversations.replies", "repeat", () => client.conversations.replies({ ...page, ts: thread }));
      yield* found.messages ?? [];
      cursor = found.has_more ? found.response_metadata?.next_cursor : undefined;
    }
  }

  return {
    byKey: async (to, key) => {
      const since = (timeOf(key) ?? clock.now() - JUST_NOW_MS) - CLOCKS_DIFFER_MS;
      for await (const message of messages(to, { oldest: (since / 1000).toFixed(6) })) {
        if (payloadOf(message)?.key === key && (await isOwn(message))) return message.ts;
      }
      return undefined;
    },
    at: async ({ channel, thread, ts }) => {
      for await (const message of messages({ channel, thread }, { oldest: ts, latest: ts })) {
        if (message.ts === ts) return message;
      }
      throw new MessageGone(`There is no message ${ts} any more`);
    },
    fileInThread: async (place, name) => {
      const { channel } = place;
      for await (const message of messages({ channel, thread: threadOf(place) }, { oldest: place.ts })) {
        const file = filesOf(message).find((one) => one.name === name);
        if (file && (await isOwn(message))) return file.id;
      }
      return undefined;
    },
  };
}

/** As a message's `metadata` argument. */
export function metadataOf({ key, file }: Payload): { event_type: string; event_payload: Record<string, string> } {
  return { event_type: EVENT_TYPE, event_payload: { key, ...(file === undefined ? {} : { file }) } };
}

/** Undefined for a message that isn't ours. */
export function payloadOf({ metadata }: FoundMessage): Payload | undefined {
  if (metadata?.event_type !== EVENT_TYPE) return undefined;
  const { key, file } = (metadata.event_payload ?? {}) as Record<string, unknown>;
  if (typeof key !== "string") return undefined;
  return { key, ...(typeof file === "string" ? { file } : {}) };
}

/** The files that are still there. */
export function filesOf({ files = [] }: FoundMessage): { id: string; name: string | undefined }[] {
  return files.flatMap(({ id, name, mode }) => (id === undefined || mode === "tombstone" ? [] : [{ id, name }]));
}
