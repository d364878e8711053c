import type { Logger } from "../../base/log.ts";
import { refusedCard, sayNotAllowed, sayOurFault } from "../../chat/cards/notices.ts";
import { sayFault } from "../../chat/serve/fault.ts";
import { isOperators, SlackFailed } from "../api/trouble.ts";
import type { Answers } from "../speak/answers.ts";
import type { Origin } from "../speak/origin.ts";

/** Does it; should it fail, the member is told by which reference the log has it. Never throws. */
export type Guard = (origin: Origin, work: () => Promise<void>) => Promise<void>;

export function createGuard({ answers, log }: { answers: Pick<Answers, "give">; log: Logger }): Guard {
  return async (origin, work) => {
    try {
      await work();
    } catch (error) {
      const operators = error instanceof SlackFailed && isOperators(error);
      const happened = operators
        ? "Slack doesn't let the bot do what a member asked for"
        : "something asked for in Slack failed";
      const about = { err: error, source: origin.sourceId };
      const sentence = sayFault(log, happened, about, operators ? sayNotAllowed : sayOurFault);
      try {
        await answers.give(origin, [refusedCard(sentence)]);
      } catch (again) {
        log.warn({ err: again, source: origin.sourceId }, "nor could the member be told");
      }
    }
  };
}
