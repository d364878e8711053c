import type { Allowance, Cheaper } from "./ledger.ts";
import { type Period, periodAt } from "./period.ts";
import type { Units } from "./units.ts";

/** What a member may spend and run. */
export interface Quota {
  /** Credits each period, in Units. */
  allowance: Units;
  period: Period;
  /** Jobs at once a member. */
  maxJobs: number;
  /** The largest price of one job; nothing when there is no such limit. */
  maxPrice: Units | undefined;
}

/** The request would be more than the member may run at once. Nothing was held. */
export class TooManyJobs extends Error {
  override readonly name = "TooManyJobs";
  readonly running: number;
  readonly limit: number;

  constructor(running: number, limit: number) {
    super(`${running} jobs are under way, ${limit} may be`);
    this.running = running;
    this.limit = limit;
  }
}

/** The job costs more than any job may. Nothing was held. */
export class PriceTooHigh extends Error {
  override readonly name = "PriceTooHigh";
  readonly price: Units;
  readonly limit: Units;
  /** A form of it that would be within the limit, when there is one. */
  readonly cheaper: Cheaper | undefined;

  constructor(price: Units, limit: Units, cheaper?: Cheaper) {
    super(`Costs ${price} units, ${limit} is the most`);
    this.price = price;
    this.limit = limit;
    this.cheaper = cheaper;
  }
}

/** The allowance of the period that holds `now`. */
export function allowanceAt(quota: Quota, now: number): Allowance {
  const { name, endsAt } = periodAt(quota.period, now);
  return { period: name, amount: quota.allowance, renewsAt: endsAt };
}
