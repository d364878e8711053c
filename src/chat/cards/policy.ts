import { inCredits, worth } from "../../credits/units.ts";
import { BudgetSpent, NotAllowed, NotInThisChannel, Paused } from "../../policy/refusals.ts";
import { sentences } from "../../text/sentences.ts";
import { anyOf, dayOf, type Text } from "../../text/text.ts";

const words = sentences("policy-refusals", {
  pausedByOperator:
    "The video service can't take new jobs from here at the moment. Whoever runs Reelay has been told; try again later.",
  paused: "{admin} has paused new requests here; jobs under way go on. Send it again when the pause is over.",
  noChannel: "Videos are off in every channel. Ask an admin to turn them on.",
  otherChannels:
    "Videos are off in this channel. Ask an admin which {channels, plural, one {other channel} other {# other channels}} to use.",
  none: "You can't use any {what, select, model {model} quality {quality} other {length}} here at the moment. Ask an admin.",
  model: "You can use {allowed} here, not {asked}. Change it, or ask an admin.",
  quality: "Your videos can be {allowed} here, not {asked}. Change it, or ask an admin.",
  duration: "Your videos can be up to {longest} long here, and this is {asked}. Change it, or ask an admin.",
  budget: "This costs {price}, and the workspace budget has {left} left until {day}. Ask an admin, or wait until then.",
});

/** What a member reads whom the workspace's policy refused; nothing for another error. */
export function sayPolicy(error: unknown): Text | undefined {
  if (error instanceof Paused) {
    return error.by === undefined ? words.pausedByOperator : words.paused({ admin: error.by });
  }
  if (error instanceof NotInThisChannel) {
    return error.channels === 0 ? words.noChannel : words.otherChannels({ channels: error.channels });
  }
  if (error instanceof NotAllowed) return sayNotAllowed(error);
  if (error instanceof BudgetSpent) {
    const { price, left, renewsAt, timeZone } = error;
    return words.budget({ price: worth(price), left: inCredits(left), day: dayOf(renewsAt, timeZone) });
  }
  return undefined;
}

function sayNotAllowed({ what, asked, allowed }: NotAllowed): Text {
  const [longest] = allowed;
  if (longest === undefined) return words.none({ what: what === "duration" ? "other" : what });
  if (what === "duration") return words.duration({ longest, asked });
  return words[what]({ allowed: anyOf(allowed), asked });
}
