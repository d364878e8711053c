import type { types } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { Posting } from "../../chat/contract/chat.ts";
import { createPace } from "../../chat/serve/pace.ts";
import type { Call } from "../api/calls.ts";
import { SlackFailed } from "../api/trouble.ts";
import { createFinder, metadataOf } from "./finding.ts";
import type { MessagePlace } from "./ref.ts";

/** What a message says: its blocks, and for notifications the same in words. */
export interface Said {
  text: string;
  blocks: types.KnownBlock[];
}

/** Posts once for a key, whatever happens on the way. Gives where it stands. */
export type Post = (to: Omit<MessagePlace, "ts">, posting: Pick<Posting, "again">, said: Said) => Promise<MessagePlace>;

/** `chat.postMessage` takes one a second in a channel, and short bursts: docs.slack.dev/apis/web-api/rate-limits. */
const POSTS = { everyMs: 1_000, burst: 3 } as const;

/** A message whose answer was lost is looked for after this time, and is posted again so many times when it isn't there. */
const LOOK_AFTER_MS = 2_000;
const TRIES = 3;

interface Ports {
  client: WebClient;
  call: Call;
  clock: Clock;
  log: Logger;
}

export function createPost({ client, call, clock, log }: Ports): Post {
  const find = createFinder({ client, call, clock });
  const posts = createPace({ ...POSTS, clock });

  const send = async ({ channel, thread, key }: Omit<MessagePlace, "ts">, said: Said): Promise<string> => {
    await posts.take(channel, "may-wait");
    const message = {
      channel,
      ...said,
      metadata: metadataOf(key),
      unfurl_links: false,
      unfurl_media: false,
      ...(thread === undefined ? {} : { thread_ts: thread }),
    };
    const { ts } = await call("chat.postMessage", "once", () => client.chat.postMessage(message));
    if (ts === undefined) throw new TypeError("chat.postMessage gave no ts");
    return ts;
  };

  return async (to, { again }, said) => {
    const { key } = to;
    for (let tries = 1, look = again; ; tries += 1, look = true) {
      const found = look ? await find(to, key) : undefined;
      if (found !== undefined) return { ...to, ts: found };
      try {
        return { ...to, ts: await send(to, said) };
      } catch (error) {
        const lost = error instanceof SlackFailed && error.how === "lost";
        if (!lost || tries === TRIES) throw error;
        log.warn({ key, reason: error.message }, "the answer to a post was lost: looking whether it is there");
        await clock.sleep(LOOK_AFTER_MS * tries);
      }
    }
  };
}
