import { orList, plural } from "../../base/words.ts";
import { sayCredits } from "../../credits/units.ts";
import { BudgetSpent, NotAllowed, NotInThisChannel, Paused } from "../../policy/refusals.ts";
import { sayDay } from "./say.ts";

/** How much is asked for, in words that stand before what is allowed. */
const ALLOWED: Readonly<Record<NotAllowed["what"], (asked: string, allowed: readonly string[]) => string>> = {
  model: (asked, allowed) => `You may use ${orList(allowed)} here, not ${asked}.`,
  quality: (asked, allowed) => `Your videos may be ${orList(allowed)} here, not ${asked}.`,
  duration: (asked, [longest]) => `Your videos may be up to ${longest} long here; this is ${asked}.`,
};

/** What a member reads whom the workspace's policy refused; nothing for another error. */
export function sayPolicy(error: unknown): string | undefined {
  if (error instanceof Paused) return sayPaused(error);
  if (error instanceof NotInThisChannel) {
    const where = error.channels === 0 ? "in no channel" : `in ${plural(error.channels, "other channel")} only`;
    return `Videos are made ${where} here, an admin has decided. Ask one of them where.`;
  }
  if (error instanceof NotAllowed) {
    const { what, asked, allowed } = error;
    if (allowed.length === 0) return `You may use no ${what} here at the moment. Ask an admin.`;
    return `${ALLOWED[what](asked, allowed)} Change it, or ask an admin.`;
  }
  if (error instanceof BudgetSpent) {
    const { price, left, renewsAt, timeZone } = error;
    return `This costs ${sayCredits(price)}; ${sayCredits(left)} are left of what everybody here may spend together until ${sayDay(renewsAt, timeZone)}. Ask an admin, or wait until then.`;
  }
  return undefined;
}

function sayPaused({ by }: Paused): string {
  if (by === undefined) {
    return "The video service can't take new jobs from here at the moment. Whoever runs Reelay has been told; try again later.";
  }
  return `${by} has paused new requests here; jobs under way go on. Send it again when the pause is over.`;
}
