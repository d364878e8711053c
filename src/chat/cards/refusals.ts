import { UserError } from "../../base/errors.ts";
import { type Cheaper, InsufficientCredits } from "../../credits/ledger.ts";
import { PriceTooHigh, TooManyJobs } from "../../credits/quota.ts";
import { inCredits, worth } from "../../credits/units.ts";
import { StillWaits } from "../../policy/refusals.ts";
import { labels } from "../../text/en/labels.ts";
import { sentences } from "../../text/sentences.ts";
import { dayOf, paragraphs, spaced, type Text } from "../../text/text.ts";
import { type Card, privately } from "../contract/card.ts";
import { sayPolicy } from "./policy.ts";

const words = sentences("refusals", {
  title: "That didn't go through",
  nothingCharged: "Nothing was charged.",
  credits: "This costs {price}; you have {left} left. Your allowance renews on {day}.",
  cheaper: "Try it as {details}, for {price}.",
  jobsOfAll:
    "{running, plural, one {# job is} other {# jobs are}} under way in this workspace, and {limit, number} at once is the limit. Send it again when one has finished.",
  jobsOfOne:
    "You have {running, plural, one {# job} other {# jobs}} under way, and {limit, number} at once is the limit here. Send it again when one has finished, or cancel one that waits with /jobs.",
  price: "This costs {price}, and a job can cost {limit} at most here.",
  jobsOfOther: "{member} has as many jobs under way as one member can have.",
  stillWaits: "{member}'s request keeps waiting.",
});

/**
 * What a member reads when a request was refused before anything was held: the sentence of a UserError or of the
 * ledger and the quota. Nothing for an error that is not theirs to mend.
 */
export function sayRefusal(error: unknown): Text | undefined {
  if (error instanceof UserError) return error.text;
  if (error instanceof InsufficientCredits) {
    const { price, available, renewsAt, timeZone, cheaper } = error;
    const left = { price: worth(price), left: inCredits(available), day: dayOf(renewsAt, timeZone) };
    return spaced(words.credits(left), sayCheaper(cheaper));
  }
  if (error instanceof TooManyJobs) {
    const { of, running, limit } = error;
    return of === "workspace" ? words.jobsOfAll({ running, limit }) : words.jobsOfOne({ running, limit });
  }
  if (error instanceof PriceTooHigh) {
    const { price, limit, cheaper } = error;
    return spaced(words.price({ price: worth(price), limit: inCredits(limit) }), sayCheaper(cheaper));
  }
  if (error instanceof StillWaits) return sayStillWaits(error);
  return sayPolicy(error);
}

/** What an admin reads who approved what can't begin now; the sentences for its member would speak of the wrong one. */
function sayStillWaits({ memberName: member, reason }: StillWaits): Text | undefined {
  const own = reason instanceof TooManyJobs && reason.of === "member";
  const why = own ? words.jobsOfOther({ member }) : sayRefusal(reason);
  return why === undefined ? undefined : spaced(why, words.stillWaits({ member }));
}

function sayCheaper(cheaper: Cheaper | undefined): Text | undefined {
  return cheaper && words.cheaper({ details: cheaper.details, price: worth(cheaper.price) });
}

/** The card for what went wrong with a command; `line` gives the member back what they typed. */
export function refusalCard(sentence: Text, line: string): Card<Text> {
  return {
    ...refusedCard(sentence),
    buttons: [{ label: labels.editAndSend, does: "edit", line, tone: "primary" }],
  };
}

/** A refusal without anything to send again. */
export function refusedCard(sentence: Text): Card<Text> {
  return privately<Text>(words.title, paragraphs(sentence, words.nothingCharged), { tone: "bad" });
}
