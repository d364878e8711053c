import { PriceTooHigh } from "../../credits/quota.ts";
import type { Model } from "../../models/parts/model.ts";
import { judgeRequest } from "../../policy/judge.ts";
import type { Policy } from "../../policy/policy.ts";
import { Paused } from "../../policy/refusals.ts";
import type { Account } from "../states/account.ts";
import type { Asking, Prepared } from "./generation-request.ts";
import { cheaperForm } from "./savings.ts";

/** A job of an account without credits, or of a key that isn't taken, would only be refused there. Throws Paused. */
export async function judgeAccount({ accountClosed }: Account): Promise<void> {
  if (await accountClosed?.()) throw new Paused();
}

/** All of the policy that can be judged without counting. Throws what `judgeRequest` throws, and PriceTooHigh. */
export function judgeByPolicy(
  policy: Policy,
  model: Model,
  { input, price }: Prepared,
  { actor, place }: Pick<Asking, "actor" | "place">,
): void {
  judgeRequest(policy, { channel: place.channel, member: actor, model, input });
  const { maxPrice } = policy;
  if (maxPrice === undefined || price <= maxPrice) return;
  throw new PriceTooHigh(price, maxPrice, cheaperForm(model, input, maxPrice));
}
