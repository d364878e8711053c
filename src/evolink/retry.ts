import type { Clock } from "../base/clock.ts";
import type { Logger } from "../base/log.ts";
import { waitAfter } from "./backoff.ts";
import { EvoLinkError, GatewayError, RefusedBeforeSending } from "./errors.ts";

interface Means {
  clock: Clock;
  random: () => number;
  log: Logger;
}

/** For a paid request: only when nothing of it was sent. A 429 goes up too, so that its caller gives the slot away. */
export const whenNeverSent = (error: EvoLinkError): boolean => error instanceof RefusedBeforeSending;

/** For calls that are safe to repeat: whenever another try may pass, which is after everything but a definite no. */
export const whenItMayPass = (error: EvoLinkError): boolean =>
  !(error instanceof GatewayError) || error.status >= 500 || [408, 425, 429].includes(error.status);

/** Tries until it works, until `again` says no, until the tries are used up, or until `signal` aborts. */
export async function retried<T>(
  attempt: () => Promise<T>,
  again: (error: EvoLinkError) => boolean,
  { clock, random, log }: Means,
  signal?: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof EvoLinkError) || signal?.aborted || !again(error)) throw error;
      const asked = error instanceof GatewayError ? error.retryAfterMs : undefined;
      const waitMs = waitAfter(failures, asked, random);
      if (waitMs === undefined) throw error;
      log.warn({ failures, waitMs, kind: error.name, reason: error.message }, "a call to EvoLink is tried again");
      await clock.sleep(waitMs, signal);
      if (signal?.aborted) throw error;
    }
  }
}
