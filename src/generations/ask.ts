import { balances } from "../credits/statement.ts";
import type { Units } from "../credits/units.ts";
import { presentAllowance } from "../policy/allowance.ts";
import { type Approval, putBeforeAdmins } from "./approve/waiting.ts";
import { begin } from "./request/begin.ts";
import { type Chosen, chosenInstead } from "./request/chosen.ts";
import { askFirst, type Confirming, isAskedFirst, type Priced } from "./request/confirm.ts";
import { findBySource, type GenerationRequest, NeedsApproval } from "./request/generation-request.ts";
import { prepare } from "./request/prepare.ts";
import { type Requesting, withBasket } from "./request/request.ts";

/**
 * What became of a request. Nothing when it has begun: the channel's announcement says the rest, but for why another model
 * than usual makes it. Else nothing is held: its price wants a yes first, or it waits for an admin.
 */
export type Outcome =
  | undefined
  | { is: "chosen"; chosen: Chosen; price: Units }
  | (Priced & { available: Units })
  | { is: "waiting"; approval: Approval };

/** What it takes to ask for a job: to begin it, or to put its price before whoever decides. */
export type AskingFor = Requesting &
  Confirming & {
    /** Has the engine look at what is due. */
    wake(): void;
  };

/**
 * Asks for a job. `sure`: its price has been said yes to. Throws what `prepare` and `begin` throw; then nothing was held.
 */
export async function ask(
  asking: AskingFor,
  asked: Omit<GenerationRequest, "also" | "approved">,
  how: "asks first" | "sure",
): Promise<Outcome> {
  const { db, quota, clock, wake } = asking;
  const { actor, place } = asked;
  if ((await findBySource(db, asked)) !== undefined) return undefined;
  return withBasket(asking, asked, async (basket) => {
    const prepared = await prepare(asking, asked, basket);
    const { insteadOf: usual } = asked;
    const chosen =
      usual === undefined ? undefined : chosenInstead(asking.model(asked.model), asking.model(usual), asked.draft);
    const more = chosen !== undefined && costsMore(prepared.price, chosen);
    if (how !== "sure" && (more || (await isAskedFirst(asking, asked, prepared)))) {
      const owner = { workspace: place.workspace, member: actor.id };
      const allowance = await presentAllowance(db, quota, owner, clock.now(), actor.roles);
      const { available } = await balances(db, owner, allowance);
      const priced = await askFirst(asking, asked, prepared);
      basket.keep();
      return { ...priced, available, chosen };
    }
    try {
      await begin(asking, asked, prepared);
    } catch (error) {
      if (!(error instanceof NeedsApproval)) throw error;
      const approval = await putBeforeAdmins(asking, asked, prepared, error.why);
      return approval && { is: "waiting", approval };
    }
    wake();
    return chosen && { is: "chosen", chosen, price: prepared.price };
  });
}

/** Whether it costs more than what the member would usually have had; what that would be isn't known counts as less. */
function costsMore(price: Units, { usualPrice }: Chosen): boolean {
  return usualPrice === undefined || price > usualPrice;
}
