import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { APIInteraction } from "discord.js";
import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { type GatewayOptions, type News, NOT_YET } from "./gateway.ts";
import type { Outline } from "./given.ts";

/** What the thread is started with. */
export interface EarOptions extends GatewayOptions {
  /** The commands, as far as must be known to tell which open a form. */
  outlines: readonly Outline[];
}

/** What the thread says. */
export type Told =
  | { is: "heard"; interaction: APIInteraction; deferred: boolean }
  | { is: "news"; news: News }
  | { is: "state"; problems: readonly string[]; ended: readonly number[] }
  | { is: "connected" }
  | { is: "failed"; error: unknown; ended: readonly number[] }
  | { is: "closed" };

export interface Ear {
  problems(): readonly string[];
  /** The codes with which Discord has closed shards for good. */
  ended(): readonly number[];
  /** Resolves when it is connected, or with "late" when the gateway can't be reached yet; throws for a refusal. */
  connected: Promise<"late" | undefined>;
  /** Hears nothing more. */
  close(): Promise<void>;
}

/** So long the start waits for the gateway; it goes on connecting after that. */
const CONNECT_MS = 30_000;

/**
 * Hears the gateway in a thread of its own, which acknowledges what it hears: so no member waits for that while this
 * one is at a hundred others' commands, or at a disk that is slow. `hear` is called with each interaction once.
 */
export function openEar(
  options: EarOptions,
  {
    hear,
    clock,
    log,
  }: { hear(interaction: APIInteraction, how: { deferred: boolean }): void; clock: Clock; log: Logger },
): Ear {
  // The flags of the process are not for it: with some of them a thread does not start.
  const thread = new Worker(new URL("./ear-thread.ts", import.meta.url), { execArgv: [], workerData: options });
  const enough = new AbortController();
  const first = Promise.withResolvers<"late" | undefined>();
  let problems: readonly string[] = [NOT_YET];
  let ended: readonly number[] = [];
  const closed = Promise.withResolvers<void>();

  thread.on("message", (told: Told) => {
    switch (told.is) {
      case "heard":
        return hear(told.interaction, { deferred: told.deferred });
      case "news":
        return log[told.news.level](told.news.about, told.news.words);
      case "state":
        problems = told.problems;
        ended = told.ended;
        return;
      case "connected":
        return first.resolve(undefined);
      case "failed":
        ended = told.ended;
        log.error({ err: told.error }, "Discord's gateway can't be reached");
        return first.reject(told.error);
      case "closed":
        return closed.resolve();
    }
  });
  const late = clock.sleep(CONNECT_MS, enough.signal).then(() => "late" as const);
  const connected = Promise.race([first.promise, late]).finally(() => enough.abort());
  return {
    problems: () => problems,
    ended: () => ended,
    connected,
    close: async () => {
      const gone = once(thread, "exit");
      thread.postMessage("close");
      await Promise.race([closed.promise, gone]);
      await thread.terminate();
    },
  };
}
