import type { Cheaper } from "./ledger.ts";
import type { Period } from "./period.ts";
import type { Units } from "./units.ts";

/** What a member may spend and run where admins have not said otherwise. */
export interface Quota {
  /** Credits each period, in Units. */
  allowance: Units;
  period: Period;
  /** The IANA time zone in whose days periods are counted; UTC unless said. */
  timeZone?: string;
  /** Jobs at once a member. */
  maxJobs: number;
  /** The largest price of one job; nothing when there is no such limit. */
  maxPrice: Units | undefined;
  /** Jobs at once, and credits a period, of all members of a workspace together; no limit unless said. */
  workspaceJobs?: number | undefined;
  budget?: Units | undefined;
  /** A dearer request waits for an admin, or is asked about first; none unless said. */
  approveAbove?: Units | undefined;
  askAbove?: Units | undefined;
}

/** The request would be more than the member, or all of the workspace together, may run at once. Nothing was held. */
export class TooManyJobs extends Error {
  override readonly name = "TooManyJobs";
  readonly running: number;
  readonly limit: number;
  readonly of: "member" | "workspace";

  constructor(running: number, limit: number, of: "member" | "workspace" = "member") {
    super(`${running} jobs of the ${of} are under way, ${limit} may be`);
    this.running = running;
    this.limit = limit;
    this.of = of;
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
