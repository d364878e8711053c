import { type Logger as BoltLogger, type Receiver, SocketModeReceiver } from "@slack/bolt";
import type { WebClientOptions } from "@slack/web-api";
import type { Clock } from "../clock.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log.ts";
import { failureOf } from "./trouble.ts";

/** The first new connection is tried at once, the next ones ever later. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** A connection that was lost sooner counts as one that could not be opened. */
const HELD_MS = 10_000;

/** Slack by Socket Mode: no public address is needed. */
export interface SocketReceiver extends Receiver {
  /** Whether Slack can reach us now. */
  connected(): boolean;
}

/**
 * Keeps one connection to Slack. Its library gives up for good at some answers, and then with a rejection that nobody
 * can catch, so connecting anew is done here: for as long as we run, whatever the reason.
 */
export function createSocketReceiver(parts: {
  appToken: string;
  clientOptions: WebClientOptions;
  logger: BoltLogger;
  clock: Clock;
  log: Logger;
}): SocketReceiver {
  const { appToken, clientOptions, logger, clock, log } = parts;
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { ...clientOptions, retryConfig: { retries: 0 } } },
  });
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;
  let connected = false;
  let kept: Promise<void> | undefined;

  const open = async (): Promise<{ lost: Promise<void> }> => {
    await receiver.start();
    connected = true;
    const lost = new Promise<void>((resolve) => receiver.client.once("disconnected", () => resolve()));
    // It was being opened while we were told to stop.
    if (stopped()) await receiver.client.disconnect();
    return { lost };
  };
  const reopen = async (failed: number): Promise<{ lost: Promise<void> } | undefined> => {
    for (let tries = failed; !stopped(); tries += 1) {
      if (tries > 0) await clock.sleep(Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS), stopping.signal);
      if (stopped()) return undefined;
      try {
        return await open();
      } catch (error) {
        log.warn({ reason: messageOf(error), tries }, "no connection to Slack yet");
      }
    }
    return undefined;
  };
  const keep = async (first: { lost: Promise<void> }): Promise<void> => {
    let held: { lost: Promise<void> } | undefined = first;
    for (let short = 0; held; held = await reopen(short)) {
      const since = clock.now();
      await held.lost;
      connected = false;
      short = clock.now() - since < HELD_MS ? short + 1 : 0;
    }
  };

  return {
    init: (app) => receiver.init(app),
    /** Throws SlackFailed when Slack refuses the token. Without an answer it goes on trying. */
    start: async () => {
      try {
        kept = keep(await open());
      } catch (error) {
        const failed = failureOf("apps.connections.open", error);
        if (!failed || failed.how === "refused") throw failed ?? error;
        log.warn({ err: failed }, "Slack can't be reached yet");
        kept = keep({ lost: Promise.resolve() });
      }
    },
    stop: async () => {
      stopping.abort();
      await receiver.client.disconnect();
      await kept;
    },
    connected: () => connected,
  };
}
