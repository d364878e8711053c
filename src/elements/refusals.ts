import { UserError } from "../base/errors.ts";
import { clip, shortName } from "../base/words.ts";
import { InsufficientCredits } from "../credits/ledger.ts";
import { TooManyJobs } from "../credits/quota.ts";
import { inCredits, worth } from "../credits/units.ts";
import { roughly } from "../text/measures.ts";
import { sentences } from "../text/sentences.ts";
import { dayOf } from "../text/text.ts";
import type { Element } from "./element.ts";
import { bare } from "./names.ts";

const words = sentences("cast-refusals", {
  notInCast: "There's no @{name} in the cast. See who is with /element list.",
  inOneWord: "Write @{short}, in one word, for {name}.",
  inOneWordOr: "Write @{short}, in one word, for {name}; for @{alone}, put a comma after the name.",
  waiting: "@{name} is waiting for an admin's approval. Ask one of them, or leave @{name} out.",
  failed: "@{name} couldn't be made. Try again with /element create, or leave @{name} out.",
  making: "@{name} is still being made: {wait} more. Send this again then, or leave @{name} out.",
  nothingToDecide:
    "There's nothing to decide: @{name} {state, select, waiting {is waiting} making {is already being made} ready {is ready} other {couldn't be made}}. See more with /element show name:{name}.",
  tooFewCredits:
    "@{name} costs {price}, and {maker} has {available} left until {day}. It stays waiting: approve it again once {maker} has enough.",
  tooManyJobs:
    "{maker} has {running, plural, one {# job} other {# jobs}} under way, and the limit here is {most, number} at once. @{name} stays waiting: approve it again once one has finished.",
  workspaceBusy:
    "{running, plural, one {# job} other {# jobs}} of this workspace are under way, and the limit here is {most, number} at once. @{name} stays waiting: approve it again once one has finished.",
});

/** What a member reads who named somebody that isn't there. */
export function notInCast(name: string): UserError {
  return new UserError(words.notInCast({ name: clip(bare(name)) }));
}

/** What a member reads who wrote a name of several words as it is; `alone` is there too, by the first of them. */
export function inOneWord({ name }: Element, alone: Element | undefined): UserError {
  const short = shortName(name);
  if (!alone) return new UserError(words.inOneWord({ name, short }));
  return new UserError(words.inOneWordOr({ name, short, alone: shortName(alone.name) }));
}

/** What a member reads who named somebody that can't be used yet, or ever. */
export function notUsable({ state, secondsLeft = 0, ...element }: Element): UserError {
  const name = shortName(element.name);
  switch (state) {
    case "waiting":
      return new UserError(words.waiting({ name }));
    case "failed":
      return new UserError(words.failed({ name }));
    case "making":
    case "ready":
      return new UserError(words.making({ name, wait: roughly(secondsLeft) }));
  }
}

/** What an admin reads who decides what has been decided. */
export function notWaiting({ name, state }: Element): UserError {
  return new UserError(words.nothingToDecide({ name: shortName(name), state: state === "failed" ? "other" : state }));
}

/** What an admin reads who approved what its maker can't have made now; undefined when it failed for another reason. */
export function stillWaits({ makerName: maker, ...element }: Element, error: unknown): UserError | undefined {
  const name = shortName(element.name);
  if (error instanceof InsufficientCredits) {
    const { price, available, renewsAt, timeZone } = error;
    const has = { price: worth(price), available: inCredits(available), day: dayOf(renewsAt, timeZone) };
    return new UserError(words.tooFewCredits({ name, maker, ...has }));
  }
  if (error instanceof TooManyJobs) {
    const { running, limit: most } = error;
    if (error.of === "workspace") return new UserError(words.workspaceBusy({ name, running, most }));
    return new UserError(words.tooManyJobs({ name, maker, running, most }));
  }
  return undefined;
}
