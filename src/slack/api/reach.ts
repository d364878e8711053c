import type { WebClient } from "@slack/web-api";
import type { Clock } from "../../base/clock.ts";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { MessageGone } from "../../chat/contract/chat.ts";
import { createCache } from "./cache.ts";
import { createCall } from "./calls.ts";
import { SlackFailed } from "./trouble.ts";

/** A member who has been told to invite the bot does so and tries again at once, so only a yes is remembered. */
const REACHED_MS = 60_000;

/**
 * Gets the bot into a channel: it joins a public one if it may. Gives undefined when it is in, else that it has to be
 * invited first. Throws when Slack doesn't say.
 */
export function createReach({ client, clock, log }: { client: WebClient; clock: Clock; log: Logger }) {
  const call = createCall({ clock, log });
  const reached = createCache<void>(clock, REACHED_MS);

  const enter = async (channel: string): Promise<void> => {
    const { channel: found = {} } = await call("conversations.info", "repeat", () =>
      client.conversations.info({ channel }),
    );
    // Of a conversation that is no channel, only those who are in it are told anything.
    if (found.is_im || found.is_mpim || found.is_member) return;
    await call("conversations.join", "repeat", () => client.conversations.join({ channel }));
  };

  return async (channel: string): Promise<"not invited" | undefined> => {
    // A member in the place of a channel is the bot's own conversation with them.
    if (/^[UW]/.test(channel)) return undefined;
    try {
      await reached(channel, () => enter(channel));
      return undefined;
    } catch (error) {
      const stays = error instanceof SlackFailed && error.how === "refused" && error.method === "conversations.join";
      if (!stays && !(error instanceof MessageGone)) throw error;
      log.info({ channel, reason: messageOf(error) }, "the bot can't get into a channel");
      return "not invited";
    }
  };
}
