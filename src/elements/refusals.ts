import { UserError } from "../base/errors.ts";
import { clip, plural } from "../base/words.ts";
import { sayDay, sayWait } from "../chat/cards/say.ts";
import { InsufficientCredits } from "../credits/ledger.ts";
import { TooManyJobs } from "../credits/quota.ts";
import { sayCredits } from "../credits/units.ts";
import type { Element } from "./element.ts";
import { bare } from "./names.ts";

/** What a member reads who named somebody that isn't there. */
export function notInCast(name: string): UserError {
  return new UserError(`There is no @${clip(bare(name))} in the cast. /element list shows who is.`);
}

/** What a member reads who named somebody that can't be used yet, or ever. */
export function notUsable({ name, state, secondsLeft = 0 }: Element): UserError {
  switch (state) {
    case "waiting":
      return new UserError(`@${name} waits for an admin's approval. Ask one of them, or leave @${name} out.`);
    case "failed":
      return new UserError(`@${name} could not be made. Make it again with /element create, or leave @${name} out.`);
    case "making":
    case "ready":
      return new UserError(
        `@${name} is still being made: ${sayWait(secondsLeft)} more. Send this again then, or leave @${name} out.`,
      );
  }
}

/** What an admin reads who decides what has been decided. */
export function notWaiting({ name, state }: Element): UserError {
  const stands = { waiting: "waits", making: "is being made already", ready: "is ready", failed: "could not be made" };
  return new UserError(`@${name} ${stands[state]}; there is nothing to decide. /element show name:${name} says more.`);
}

/** What an admin reads who approved what its maker can't have made now; undefined when it failed for another reason. */
export function stillWaits({ name, makerName }: Element, error: unknown): UserError | undefined {
  if (error instanceof InsufficientCredits) {
    const has = `${makerName} has ${sayCredits(error.available)} left until ${sayDay(error.renewsAt)}`;
    return new UserError(
      `@${name} costs ${sayCredits(error.price)} and ${has}. It stays waiting: approve it again when ${makerName} has enough.`,
    );
  }
  if (error instanceof TooManyJobs) {
    const runs = `${makerName} has ${plural(error.running, "job")} under way, and ${error.limit} at once is the limit here`;
    return new UserError(`${runs}. @${name} stays waiting: approve it again when one has finished.`);
  }
  return undefined;
}
