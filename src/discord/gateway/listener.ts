import { Worker } from "node:worker_threads";
import type { APIInteraction } from "discord.js";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { Outline } from "../hear/given.ts";
import { type GatewayOptions, type News, NOT_YET } from "./shards.ts";

/** What the thread is started with. */
export interface ListenerOptions extends GatewayOptions {
  /** The commands, as far as must be known to tell which open a form. */
  outlines: readonly Outline[];
}

/** What the thread says. */
export type Told =
  | { is: "heard"; interaction: APIInteraction; deferred: boolean }
  | { is: "news"; news: News }
  | { is: "state"; problems: readonly string[]; deaf: boolean; ended: readonly number[] }
  | { is: "connected" }
  | { is: "failed"; error: unknown; ended: readonly number[] }
  | { is: "closed" };

export interface Listener {
  problems(): readonly string[];
  /** Whether no shard is connected now. */
  deaf(): boolean;
  /** The codes with which Discord has closed shards for good. */
  closedWith(): readonly number[];
  /** Resolves with what happened when it hears nothing any more and won't by itself. */
  ended: Promise<unknown>;
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
export function openListener(
  options: ListenerOptions,
  {
    hear,
    changed,
    signal,
    clock,
    log,
  }: {
    hear(interaction: APIInteraction, how: { deferred: boolean }): void;
    /** Told when `problems` may be others. */
    changed(): void;
    /** Ends the waiting for the connection. */
    signal?: AbortSignal | undefined;
    clock: Clock;
    log: Logger;
  },
): Listener {
  // The flags of the process are not for it: with some of them a thread does not start.
  const thread = new Worker(new URL("./listener-thread.ts", import.meta.url), { execArgv: [], workerData: options });
  const enough = new AbortController();
  const first = Promise.withResolvers<"late" | undefined>();
  let problems: readonly string[] = [NOT_YET];
  let deaf = true;
  let codes: readonly number[] = [];
  const over = Promise.withResolvers<unknown>();
  const closed = Promise.withResolvers<void>();

  thread.on("message", (told: Told) => {
    switch (told.is) {
      case "heard":
        return hear(told.interaction, { deferred: told.deferred });
      case "news":
        return log[told.news.level](told.news.about, told.news.words);
      case "state":
        problems = told.problems;
        deaf = told.deaf;
        codes = told.ended;
        if (codes.length > 0) over.resolve(new Error(`Discord closed a shard for good (${codes.join(", ")})`));
        return changed();
      case "connected":
        return first.resolve(undefined);
      case "failed":
        codes = told.ended;
        return died(told.error);
      case "closed":
        return closed.resolve();
    }
  });
  // A thread that dies takes nothing else with it.
  const died = (how: unknown) => {
    over.resolve(how);
    first.reject(how);
  };
  thread.on("error", died);
  const gone = new Promise<void>((resolve) => {
    thread.once("exit", (code) => {
      died(new Error(`The thread that hears Discord ended with ${code}`));
      resolve();
    });
  });
  const waited = signal ? AbortSignal.any([enough.signal, signal]) : enough.signal;
  const late = clock.sleep(CONNECT_MS, waited).then(() => "late" as const);
  const connected = Promise.race([first.promise, late]).finally(() => enough.abort());
  return {
    problems: () => problems,
    deaf: () => deaf,
    closedWith: () => codes,
    ended: over.promise,
    connected,
    close: async () => {
      thread.postMessage("close");
      await Promise.race([closed.promise, gone]);
      await thread.terminate();
    },
  };
}
