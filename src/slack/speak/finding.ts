import type { WebClient } from "@slack/web-api";
import type { Clock } from "../../base/clock.ts";
import { timeOf } from "../../base/ids.ts";
import { createCache } from "../api/cache.ts";
import type { Call } from "../api/calls.ts";
import { SlackFailed } from "../api/trouble.ts";

/** The type of our messages' metadata. */
const EVENT_TYPE = "reelay";

/** What we read of a message. */
interface FoundMessage {
  ts?: string;
  user?: string;
  bot_id?: string;
  metadata?: { event_type?: string; event_payload?: object };
}

/**
 * The message that was posted there under the key; undefined when there is none, or when the bot may not read there.
 * Our own messages alone count.
 */
export type Find = (to: { channel: string; thread?: string | undefined }, key: string) => Promise<string | undefined>;

const PAGE = 200;
/**
 * A key names a time a little before its message's; or none, or one to come, of a clock that ran ahead: then it is taken
 * for that of something that was just asked for.
 */
const CLOCKS_DIFFER_MS = 5 * 60_000;
const JUST_NOW_MS = 60 * 60_000;
/** The bot stays who it is as long as its token is the same. */
const KNOWN_MS = 24 * 3_600_000;

/** Finds the bot's own messages again whose answer was lost. Slack offers no other way than to read the conversation. */
export function createFinder({ client, call, clock }: { client: WebClient; call: Call; clock: Clock }): Find {
  const self = createCache<{ user_id?: string; bot_id?: string }>(clock, KNOWN_MS, 1);
  const isOwn = async ({ user, bot_id }: FoundMessage): Promise<boolean> => {
    const me = await self("", () => call("auth.test", "repeat", () => client.auth.test()));
    return (user !== undefined && user === me.user_id) || (bot_id !== undefined && bot_id === me.bot_id);
  };

  /** The messages of a channel or a thread since a time, in no order that anybody may rely on. */
  async function* messages(
    { channel, thread }: { channel: string; thread?: string | undefined },
    more: { oldest: string },
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

  const find: Find = async (to, key) => {
    const now = clock.now();
    const made = timeOf(key) ?? now;
    const since = (made < now ? made : now - JUST_NOW_MS) - CLOCKS_DIFFER_MS;
    for await (const message of messages(to, { oldest: (since / 1000).toFixed(6) })) {
      if (keyOf(message) === key && (await isOwn(message))) return message.ts;
    }
    return undefined;
  };
  return async (to, key) => {
    try {
      return await find(to, key);
    } catch (error) {
      // A workspace that doesn't let it read has a message twice at worst, and none that is never told.
      if (error instanceof SlackFailed && error.code === "missing_scope") return undefined;
      throw error;
    }
  };
}

/** As a message's `metadata` argument: Slack shows it to nobody. */
export function metadataOf(key: string): { event_type: string; event_payload: Record<string, string> } {
  return { event_type: EVENT_TYPE, event_payload: { key } };
}

/** Undefined for a message that isn't ours. */
function keyOf({ metadata }: FoundMessage): string | undefined {
  if (metadata?.event_type !== EVENT_TYPE) return undefined;
  const { key } = (metadata.event_payload ?? {}) as Record<string, unknown>;
  return typeof key === "string" ? key : undefined;
}
