import type { Logger } from "../../base/log.ts";
import { sayOurFault } from "../../chat/cards/notices.ts";
import { refusedCard } from "../../chat/cards/refusals.ts";
import { sayFault } from "../../chat/serve/fault.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { isOperators, SlackFailed } from "../api/trouble.ts";
import type { Answers } from "../speak/answers.ts";
import type { Origin } from "../speak/origin.ts";

const words = sentences("slack-guard", {
  notAllowed:
    "I'm missing a permission for that in this workspace. Ask whoever runs Reelay here to check its log (reference {reference}).",
});

/** Does it; should it fail, the member is told by which reference the log has it. Never throws. */
export type Guard = (origin: Origin, work: () => Promise<void>) => Promise<void>;

export function createGuard({ answers, log }: { answers: Pick<Answers, "give">; log: Logger }): Guard {
  return async (origin, work) => {
    try {
      await work();
    } catch (error) {
      const operators = error instanceof SlackFailed && isOperators(error);
      const about = { err: error, source: origin.sourceId };
      const sentence = operators
        ? sayFault(log, "Slack doesn't let the bot do what a member asked for", about, sayNotAllowed)
        : sayFault(log, "something asked for in Slack failed", about, sayOurFault);
      try {
        await answers.give(origin, [refusedCard(sentence)]);
      } catch (again) {
        log.warn({ err: again, source: origin.sourceId }, "nor could the member be told");
      }
    }
  };
}

/** Slack refuses the bot a right that its operator has to give. */
function sayNotAllowed(reference: string): Text {
  return words.notAllowed({ reference });
}
