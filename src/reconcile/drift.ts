import { UNITS_PER_CREDIT, type Units, units, ZERO } from "../credits/units.ts";

/** What the account and the ledger said at one time. */
export interface Reading {
  /** Milliseconds since 1970. */
  at: number;
  /** What was on the account. */
  remaining: Units;
  /** What it had used, by EvoLink's own count. */
  used: Units;
  /** All captures since the beginning. */
  captured: Units;
  /** The prices of the jobs for which the account may or may not have been charged by then. */
  inFlight: Units;
}

/** How two readings of the same account compare with what was captured between them. */
export interface Drift {
  from: number;
  to: number;
  /** What left the account, top-ups apart. */
  charged: Units;
  captured: Units;
  /** What was put on the account. */
  toppedUp: Units;
  /** charged - captured: above zero when EvoLink charged more than members paid. */
  drift: Units;
  /** What of it neither jobs under way at either end nor rounding explain; zero when all is well. */
  unexplained: Units;
}

/** Prices are rounded to whole units a job, here and there: a difference below this, or below 1 %, is none. */
const TOLERANCE: Units = units(UNITS_PER_CREDIT);
const TOLERANCE_SHARE = 0.01;

/**
 * Compares two readings, the earlier first. Whether EvoLink charges a job when it is created or when it is done is not
 * documented, so one that was under way at either reading may have been charged on either side of it.
 */
export function compare(then: Reading, now: Reading): Drift {
  const captured = now.captured - then.captured;
  const tolerance = Math.max(TOLERANCE, Math.ceil(captured * TOLERANCE_SHARE));
  const least = captured - then.inFlight - tolerance;
  const most = captured + now.inFlight + tolerance;
  const { charged, toppedUp } = chargedBetween(then, now, captured, least);
  const unexplained = charged > most ? charged - most : charged < least ? charged - least : ZERO;
  return {
    from: then.at,
    to: now.at,
    charged: units(charged),
    captured: units(captured),
    toppedUp: units(toppedUp),
    drift: units(charged - captured),
    unexplained: units(unexplained),
  };
}

/** A balance that fell by less than the jobs can explain was topped up, where anything says so. */
function chargedBetween(then: Reading, now: Reading, captured: number, least: number) {
  const fell = then.remaining - now.remaining;
  if (fell >= least) return { charged: fell, toppedUp: 0 };
  const counted = now.used - then.used;
  if (counted >= least) return { charged: counted, toppedUp: counted - fell };
  // It rose and EvoLink's count says nothing: how much was charged meanwhile can't be known, and is taken as ours.
  if (fell < 0) return { charged: captured, toppedUp: captured - fell };
  return { charged: fell, toppedUp: 0 };
}
