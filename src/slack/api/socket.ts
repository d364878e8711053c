import { type App, type Logger as BoltLogger, type Receiver, SocketModeReceiver } from "@slack/bolt";
import type { WebClientOptions } from "@slack/web-api";
import type { Clock } from "../../base/clock.ts";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { pauseAfter } from "../../base/pauses.ts";
import { onRenewal } from "./renewal.ts";
import { failureOf } from "./trouble.ts";

/** The first new connection is tried at once, the next ones ever later. */
const PAUSES = { firstMs: 500, longestMs: 60_000 } as const;
/** A connection that was lost sooner counts as one that could not be opened. */
const HELD_MS = 10_000;
/** What came on the old connection is acknowledged on it: Slack waits so long, and closes it after ten seconds. */
const DRAIN_MS = 3_000;

/** Slack by Socket Mode: no public address is needed. */
export interface SocketReceiver extends Receiver {
  /** Whether Slack can reach us now. */
  connected(): boolean;
}

interface Connection {
  /** It is closed, by whom ever. */
  lost: Promise<"lost">;
  /** Slack wants it to be replaced, and uses it meanwhile. */
  renewal: Promise<"renewal">;
  close(): Promise<void>;
}

interface Ports {
  appToken: string;
  clientOptions: WebClientOptions;
  logger: BoltLogger;
  /** Told when `connected` may be otherwise. */
  changed(): void;
  clock: Clock;
  log: Logger;
}

/**
 * Keeps a connection to Slack, and opens the next one before Slack ends it: what members do while there is none is lost.
 * Its library closes first and opens later, and gives up for good at some answers with a rejection that nobody can catch,
 * so all of that is done here: for as long as we run, whatever the reason.
 */
export function createSocketReceiver(parts: Ports): SocketReceiver {
  const { appToken, clientOptions, logger, changed, clock, log } = parts;
  const stopping = new AbortController();
  const stopped = () => stopping.signal.aborted;
  const open = new Set<Connection>();
  const draining = new Set<Promise<void>>();
  let bolt: App | undefined;
  let kept: Promise<void> | undefined;

  const connect = async (): Promise<Connection> => {
    const receiver = new SocketModeReceiver({
      appToken,
      logger,
      autoReconnectEnabled: false,
      installerOptions: { clientOptions: { ...clientOptions, retryConfig: { retries: 0 } } },
    });
    if (bolt) receiver.init(bolt);
    const { client } = receiver;
    const renewal = new Promise<"renewal">((resolve) => onRenewal(client, () => resolve("renewal")));
    await receiver.start();
    const connection: Connection = {
      lost: new Promise((resolve) => client.once("disconnected", () => resolve("lost"))),
      renewal,
      close: async () => {
        if (open.delete(connection)) await client.disconnect();
      },
    };
    open.add(connection);
    changed();
    // It was being opened while we were told to stop.
    if (stopped()) await connection.close();
    return connection;
  };
  const reconnect = async (failed: number): Promise<Connection | undefined> => {
    for (let tries = failed; !stopped(); tries += 1) {
      if (tries > 0) await clock.sleep(pauseAfter(tries, PAUSES, Math.random), stopping.signal);
      if (stopped()) return undefined;
      try {
        return await connect();
      } catch (error) {
        log.debug({ reason: messageOf(error), tries }, "no connection to Slack yet");
      }
    }
    return undefined;
  };
  const drain = async (old: Connection): Promise<void> => {
    await clock.sleep(DRAIN_MS, stopping.signal);
    await old.close();
  };
  /** Waits until the connection is gone or to be replaced; gives the one after it. */
  const follow = async (now: Connection, since: number, short: number) => {
    const lost = now.lost.then((why) => {
      open.delete(now);
      changed();
      return why;
    });
    if ((await Promise.race([lost, now.renewal])) === "renewal") {
      const next = await reconnect(0);
      const drained = drain(now).finally(() => draining.delete(drained));
      draining.add(drained);
      return { next, short: 0 };
    }
    const again = clock.now() - since < HELD_MS ? short + 1 : 0;
    return { next: await reconnect(again), short: again };
  };
  const keep = async (first: Connection | undefined): Promise<void> => {
    let now = first ?? (await reconnect(1));
    for (let short = 0; now; ) {
      const followed = await follow(now, clock.now(), short);
      now = followed.next;
      short = followed.short;
    }
  };

  return {
    init: (app) => {
      bolt = app;
    },
    /** Throws SlackFailed when Slack refuses the token. Without an answer it goes on trying. */
    start: async () => {
      try {
        kept = keep(await connect());
      } catch (error) {
        const failed = failureOf("apps.connections.open", error);
        if (!failed || failed.how === "refused") throw failed ?? error;
        log.debug({ err: failed }, "Slack gives no connection yet");
        kept = keep(undefined);
      }
    },
    stop: async () => {
      stopping.abort();
      await Promise.all([...open].map((connection) => connection.close()));
      await kept;
      await Promise.all(draining);
    },
    connected: () => open.size > 0,
  };
}
