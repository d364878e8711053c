import type { Units } from "../credits/units.ts";

/** No new requests are taken at the moment. Nothing was held. */
export class Paused extends Error {
  override readonly name = "Paused";
  /** The admin who paused them; nobody when the gateway takes no jobs from here. */
  readonly by: string | undefined;

  constructor(by?: string) {
    super(by === undefined ? "The gateway takes no jobs from here" : `Paused by ${by}`);
    this.by = by;
  }
}

/** It may be used in other channels only. Nothing was held. */
export class NotInThisChannel extends Error {
  override readonly name = "NotInThisChannel";
  /** How many channels it may be used in. */
  readonly channels: number;

  constructor(channels: number) {
    super("Not one of the channels where it may be used");
    this.channels = channels;
  }
}

/** The member may not ask for such a model, quality or length. Nothing was held. */
export class NotAllowed extends Error {
  override readonly name = "NotAllowed";
  readonly what: "model" | "quality" | "duration";
  readonly asked: string;
  /** What they may ask for. Of a length, the longest in seconds. */
  readonly allowed: readonly string[];

  constructor(what: NotAllowed["what"], asked: string, allowed: readonly string[]) {
    super(`The ${what} ${asked} is not allowed`);
    this.what = what;
    this.asked = asked;
    this.allowed = allowed;
  }
}

/** All members together would spend more than the workspace's budget of this period. Nothing was held. */
export class BudgetSpent extends Error {
  override readonly name = "BudgetSpent";
  readonly price: Units;
  readonly left: Units;
  readonly renewsAt: number;
  readonly timeZone: string;

  constructor(price: Units, left: Units, renewsAt: number, timeZone: string) {
    super(`Costs ${price} units, ${left} are left of the budget`);
    this.price = price;
    this.left = left;
    this.renewsAt = renewsAt;
    this.timeZone = timeZone;
  }
}

/** An approved request could not begin: it goes on waiting. `reason` is what refused it. */
export class StillWaits extends Error {
  override readonly name = "StillWaits";
  readonly memberName: string;
  readonly reason: unknown;

  constructor(memberName: string, reason: unknown) {
    super("An approved request could not begin", { cause: reason });
    this.memberName = memberName;
    this.reason = reason;
  }
}
