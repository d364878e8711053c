import type { Clock } from "../../base/clock.ts";
import { ConfigError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { pauseAfter } from "../../base/pauses.ts";
import type { Ear, Listening } from "../../chat/adapter/adapter.ts";
import type { Platform } from "../../chat/contract/invocation.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";

/** How a chat stands: it is there, or since when it isn't (milliseconds since 1970) and why. */
export interface Standing {
  readonly chat: Platform;
  readonly name: string;
  readonly since: number;
  /** A sentence for the operator; undefined while the chat is there. */
  readonly why: string | undefined;
}

/** One chat, kept connected for as long as the process runs. */
export interface Presence {
  standing(): Standing;
  /** The settings that the chat has refused, by sentences; it is not tried any more. */
  refused(): readonly string[] | undefined;
  /** What the operator is told at the start. */
  notice(): string | undefined;
  /** Begins to connect, what is heard going to `dispatch`. Resolves when the first try has ended, however. */
  start(dispatch: Dispatch): Promise<void>;
  stop(): Promise<void>;
}

interface Parts {
  chat: Platform;
  /** As people write it. */
  name: string;
  /** Begins to hear it. Throws ConfigError for what the operator has to mend, anything else to be tried again. */
  listen(dispatch: Dispatch, how: Listening): Promise<Ear>;
  /** Asks whether the chat is there and takes the token. Throws the same. */
  check(): Promise<void>;
  clock: Clock;
  /** 0 to 1, as Math.random. */
  random(): number;
  log: Logger;
}

const PAUSES = { firstMs: 1_000, longestMs: 60_000 } as const;
/** How often a chat that is there is asked whether it still is. */
const CHECK_EVERY_MS = 60_000;
/** What has been deaf for so long is opened anew: a library's own tries come at a fixed pace, ours ever more rarely. */
const DEAF_MS = 60_000;
/** What ended sooner counts as a try that failed. */
const HELD_MS = 60_000;

/**
 * Keeps a chat connected, whatever becomes of the others: one that can't be reached is tried again for ever, with
 * growing pauses; one that refuses the settings stays out until the process starts with others.
 */
export function keepPresent(parts: Parts): Presence {
  const { chat, name, listen, check, clock, random, log } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const tried = Promise.withResolvers<void>();
  let ear: Ear | undefined;
  let deafSince: number | undefined;
  /** What the last try or check failed with. */
  let failure: { error: unknown } | undefined;
  let refused: readonly string[] | undefined;
  let standing: Standing = { chat, name, since: clock.now(), why: `${name} isn't connected yet.` };
  let told: "nothing" | "there" | "away" | "refused" = "nothing";
  let loop: Promise<void> | undefined;

  /** Judges anew how it stands, and logs it when that is another than it was. */
  const judge = (): void => {
    const problems = ear?.problems() ?? [];
    deafSince = ear?.deaf?.() ? (deafSince ?? clock.now()) : undefined;
    const wrong = failure?.error instanceof ConfigError ? failure.error.problems : undefined;
    const is = wrong ? "refused" : failure || problems.length > 0 || !ear ? "away" : "there";
    const why = wrong
      ? `${wrong.join(" ")} Set it right and restart Reelay; it runs without ${name} until then.`
      : problems.join(" ") || `${name} can't be reached. It is tried again at least once a minute; the log says why.`;
    const turned = (is === "there") !== (standing.why === undefined);
    const since = turned ? clock.now() : standing.since;
    const lastedMs = clock.now() - standing.since;
    standing = { chat, name, since, why: is === "there" ? undefined : why };
    if (is === told) return;
    told = is;
    if (is === "there") log.info({ chat, awayMs: lastedMs, notice: ear?.notice }, "the chat is connected");
    else if (is === "away")
      log.warn({ chat, why, err: failure?.error }, "the chat can't be reached; it is tried again");
    else log.error({ chat, why }, "the chat refuses the settings; it stays out until they are right");
  };

  const changed = (): void => {
    if (ear) judge();
  };

  /** Sleeps and asks in turns, until the ear ends or nobody wants to hear it. Gives what the ear ended with. */
  const watch = async ({ ended }: Ear): Promise<{ ended: unknown } | undefined> => {
    const over = new AbortController();
    let end: { ended: unknown } | undefined;
    void ended?.then((how) => {
      end = { ended: how };
      over.abort();
    });
    const either = AbortSignal.any([signal, over.signal]);
    for (let failures = 0; ; ) {
      await clock.sleep(failures === 0 ? CHECK_EVERY_MS : pauseAfter(failures, PAUSES, random), either);
      if (either.aborted) return end;
      const asked = await settled(check(), either);
      if (asked === "aborted") return end;
      failure = asked.error === undefined ? undefined : { error: asked.error };
      failures = failure ? failures + 1 : 0;
      judge();
      if (deafSince !== undefined && clock.now() - deafSince >= DEAF_MS) return { ended: failure?.error };
    }
  };

  /** Hears it until that ends, however. */
  const hear = async (dispatch: Dispatch): Promise<void> => {
    try {
      const opened = await openUnless(signal, listen(dispatch, { changed, signal }));
      if (!opened) return;
      ear = opened;
      failure = undefined;
      judge();
      tried.resolve();
      const end = await watch(opened);
      if (end) failure = { error: end.ended };
    } catch (error) {
      failure = { error };
    } finally {
      const over = ear;
      ear = undefined;
      await over?.close();
    }
  };

  const work = async (dispatch: Dispatch): Promise<void> => {
    for (let failures = 0; !signal.aborted; ) {
      const began = clock.now();
      await hear(dispatch);
      if (signal.aborted) break;
      judge();
      tried.resolve();
      if (failure?.error instanceof ConfigError) {
        refused = failure.error.problems;
        return;
      }
      failures = clock.now() - began < HELD_MS ? failures + 1 : 1;
      await clock.sleep(pauseAfter(failures, PAUSES, random), signal);
    }
    tried.resolve();
  };

  return {
    standing: () => standing,
    refused: () => refused,
    notice: () => standing.why ?? ear?.notice,
    start: (dispatch) => {
      loop ??= work(dispatch);
      return tried.promise;
    },
    stop: async () => {
      stopping.abort();
      await loop;
    },
  };
}

/** How a question ended, unless it doesn't matter any more. */
async function settled(asking: Promise<void>, signal: AbortSignal): Promise<{ error?: unknown } | "aborted"> {
  const ended = asking.then(
    () => ({}),
    (error: unknown) => ({ error }),
  );
  return Promise.race([ended, aborted(signal)]);
}

/** What is being opened; nothing when nobody wants it any more, and then it is closed as soon as it is there. */
async function openUnless(signal: AbortSignal, opening: Promise<Ear>): Promise<Ear | undefined> {
  const first = await Promise.race([opening, aborted(signal)]);
  if (first !== "aborted") return first;
  opening.then(
    (late) => late.close(),
    () => undefined,
  );
  return undefined;
}

function aborted(signal: AbortSignal): Promise<"aborted"> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve("aborted");
    else signal.addEventListener("abort", () => resolve("aborted"), { once: true });
  });
}
