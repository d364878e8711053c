import { UNITS_PER_CREDIT, type Units, units } from "../credits/units.ts";
import type { AccountCredits } from "../evolink/evolink.ts";

/** What is on EvoLink's account. */
export interface AccountBalance {
  /** The account's own credits; below zero where EvoLink says so. */
  remaining: Units;
  /** What this key may still spend of them: less where the key has a limit of its own. */
  spendable: Units;
  /** What the account has used since it was opened, by EvoLink's own count. */
  used: Units;
}

/** Reads the account's credits, which come as decimal credits (`remaining_credits` of `GET /v1/credits`), into whole Units. */
export function readBalance({ token, user }: AccountCredits): AccountBalance {
  const remaining = wholeUnits(user.remaining);
  const ofKey = token.unlimited ? remaining : wholeUnits(token.remaining);
  return { remaining, spendable: ofKey < remaining ? ofKey : remaining, used: wholeUnits(user.used) };
}

/** Some gateways say “unlimited” by a number that has no end. */
function wholeUnits(credits: number): Units {
  const rounded = Math.round(credits * UNITS_PER_CREDIT);
  return units(Math.min(Math.max(rounded, -Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER));
}
