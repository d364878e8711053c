import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { MessageGone } from "../../chat/contract/chat.ts";
import { failureOf, isForGood, isOperators, type SlackFailed } from "./trouble.ts";

/**
 * How patiently a call is made. `repeat`: again after a rate limit and after a lost answer, as for what can be done
 * twice. `once`: again only after what proves that nothing was done. `drop`: not again.
 */
export type Patience = "repeat" | "once" | "drop";

/**
 * Makes a call of the Web API. Throws MessageGone where it can never succeed, SlackFailed for what is worth another
 * try later, and what is no failure of Slack's as it is.
 */
export type Call = <T>(method: string, patience: Patience, ask: () => Promise<T>) => Promise<T>;

/** Longer waits are the job engine's, which meanwhile does something else. */
const LONGEST_WAIT_MS = 30_000;
/** After the first, the second and the third lost answer. */
const PAUSES_MS = [500, 2_000, 5_000] as const;

export function createCall({ clock, log }: { clock: Pick<Clock, "sleep">; log: Logger }): Call {
  const told = new Set<string>();

  const asOurs = (failed: SlackFailed): Error => {
    if (isForGood(failed)) return new MessageGone("Slack refuses it for good", { cause: failed });
    const { code, method } = failed;
    if (isOperators(failed) && !told.has(`${code} ${method}`)) {
      told.add(`${code} ${method}`);
      log.error({ err: failed }, "Slack doesn't let the bot do this, until an operator sets it right");
    }
    return failed;
  };

  return async (method, patience, ask) => {
    let waited = 0;
    for (let losses = 0; ; ) {
      try {
        return await ask();
      } catch (error) {
        const failed = failureOf(method, error);
        if (!failed) throw error;
        const pause = pauseAfter(failed, patience, losses);
        if (pause === undefined || waited + pause > LONGEST_WAIT_MS) throw asOurs(failed);
        if (failed.how === "lost") losses += 1;
        waited += pause;
        await clock.sleep(pause);
      }
    }
  };
}

/** Milliseconds until the call is made again; undefined when it isn't. */
function pauseAfter({ how, retryAfterMs }: SlackFailed, patience: Patience, losses: number): number | undefined {
  if (patience === "drop" || how === "refused") return undefined;
  if (how === "limited") return Math.max(retryAfterMs, PAUSES_MS[0]);
  return patience === "repeat" ? PAUSES_MS[losses] : undefined;
}
