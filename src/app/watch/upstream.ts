import type { Clock } from "../../base/clock.ts";
import {
  ConnectionLost,
  GatewayError,
  RefusedBeforeSending,
  TimedOut,
  UnreadableAnswer,
} from "../../evolink/errors.ts";
import type { EvoLink } from "../../evolink/evolink.ts";
import type { Metrics, UpstreamOutcome } from "../../web/serve/metrics.ts";

/** Reads that may come at once before the rate holds them back, in seconds of that rate. */
const BURST_SECONDS = 1;

/** EvoLink with every call counted, and the reads of tasks kept inside the account's rate. */
export function meterEvoLink(
  evolink: EvoLink,
  { metrics, readsPerSecond, clock }: { metrics: Metrics; readsPerSecond: number; clock: Clock },
): EvoLink {
  const turn = createRate(readsPerSecond, clock);
  const counted = async <T>(call: string, answer: Promise<T>): Promise<T> => {
    try {
      const value = await answer;
      metrics.upstream(call, "ok");
      return value;
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome) metrics.upstream(call, outcome);
      throw error;
    }
  };
  return {
    createTask: (body, signal) => counted("create", evolink.createTask(body, signal)),
    readTask: async (id, signal) => {
      await turn(signal);
      return counted("read", evolink.readTask(id, signal));
    },
    readCredits: (signal) => counted("credits", evolink.readCredits(signal)),
    uploadFile: (file, signal) => counted("upload", evolink.uploadFile(file, signal)),
    deleteFile: (fileId, signal) => counted("delete", evolink.deleteFile(fileId, signal)),
    close: () => evolink.close(),
  };
}

/** A token bucket whose tokens are given in the order they were asked for. */
export function createRate(perSecond: number, clock: Clock): (signal?: AbortSignal) => Promise<void> {
  const spacing = 1000 / perSecond;
  let next = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    const now = clock.now();
    next = Math.max(next + spacing, now - BURST_SECONDS * 1000);
    if (next > now) await clock.sleep(next - now, signal);
  };
}

function outcomeOf(error: unknown): UpstreamOutcome | undefined {
  if (error instanceof RefusedBeforeSending) return "refused";
  if (error instanceof GatewayError) return "http";
  if (error instanceof TimedOut) return "timeout";
  if (error instanceof ConnectionLost) return "lost";
  if (error instanceof UnreadableAnswer) return "unreadable";
  return undefined;
}
