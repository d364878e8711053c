import type { Clock } from "../base/clock.ts";
import {
  ConnectionLost,
  EvoLinkError,
  GatewayError,
  RefusedBeforeSending,
  TimedOut,
  UnreadableAnswer,
} from "../evolink/errors.ts";
import { sentences } from "../text/sentences.ts";
import type { Text } from "../text/text.ts";

/** How EvoLink answered this process lately. */
export interface Health {
  /** `failing` when none of the last three calls was answered properly; `unknown` before the first one. */
  state: "well" | "failing" | "unknown";
  /** Calls of the last quarter of an hour, and how many of them failed. */
  calls: number;
  failed: number;
  /** Milliseconds since 1970; undefined when there was none since the start. */
  lastAnswerAt: number | undefined;
  /** The last failure in a few words: `HTTP 502`, `timed out`. */
  lastFailure: { at: number; what: Text } | undefined;
}

const words = sentences("health", {
  http: "HTTP {status}",
  noConnection: "no connection",
  timedOut: "timed out",
  lost: "connection lost",
  unreadable: "unreadable answer",
  failed: "failed",
});

/** What went wrong was on this side. */
const OURS = Symbol("ours");

export interface HealthWatch {
  heard(error: unknown): void;
  read(): Health;
}

const LATELY_MS = 15 * 60_000;
const IN_A_ROW = 3;
/** As many calls as are remembered. */
const REMEMBERED = 1_000;

export function createHealth(clock: Clock): HealthWatch {
  let calls: { at: number; well: boolean }[] = [];
  let lastAnswerAt: number | undefined;
  let lastFailure: Health["lastFailure"];
  return {
    heard: (error) => {
      const at = clock.now();
      const what = failureOf(error);
      if (what === OURS) return;
      if (what === undefined) lastAnswerAt = at;
      else lastFailure = { at, what };
      calls.push({ at, well: what === undefined });
      if (calls.length > 2 * REMEMBERED) calls = calls.slice(-REMEMBERED);
    },
    read: () => {
      const lately = calls.slice(-REMEMBERED).filter(({ at }) => at > clock.now() - LATELY_MS);
      const last = calls.slice(-IN_A_ROW);
      const failing = last.length === IN_A_ROW && last.every(({ well }) => !well);
      return {
        state: last.length === 0 ? "unknown" : failing ? "failing" : "well",
        calls: lately.length,
        failed: lately.filter(({ well }) => !well).length,
        lastAnswerAt,
        lastFailure,
      };
    },
  };
}

/** What of an error is EvoLink's own trouble: a request that it refuses for good reason is a proper answer. */
function failureOf(error: unknown): Text | typeof OURS | undefined {
  if (error === undefined) return undefined;
  if (error instanceof GatewayError) {
    const proper = error.status >= 400 && error.status < 500 && error.accepted === "no" && error.status !== 429;
    return proper ? undefined : words.http({ status: String(error.status) });
  }
  if (error instanceof RefusedBeforeSending) return words.noConnection;
  if (error instanceof TimedOut) return words.timedOut;
  if (error instanceof ConnectionLost) return words.lost;
  if (error instanceof UnreadableAnswer) return words.unreadable;
  // Whatever else went wrong was on this side.
  return error instanceof EvoLinkError ? words.failed : OURS;
}
