import { WebClient } from "@slack/web-api";
import type { Logger } from "../../base/log.ts";
import { boltLog } from "./bolt-log.ts";

/** The uploads have their own; all else is answered within a second or two. */
const TIMEOUT_MS = 30_000;

/**
 * Slack's Web API with the bot's token. It tries nothing again by itself: it would post a second time where only the
 * answer was lost, so `calls.ts` decides that for each call.
 */
export function createSlackClient({ token, apiUrl, log }: { token: string; apiUrl: string; log: Logger }): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    logger: boltLog(log),
  });
}
