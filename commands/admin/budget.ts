import { sayDay } from "../../src/chat/cards/say.ts";
import { limit } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sayCredits } from "../../src/credits/units.ts";
import type { Standing } from "../../src/policy/service.ts";
import { set } from "./changes.ts";
import { sayBudget } from "./rules-card.ts";

export default defineCommand({
  name: "admin budget",
  description: "Set what all members together may spend in a period, whatever they have",
  adminOnly: true,
  options: { amount: { ...limit("Credits, or off; nothing shows how it is"), rest: true } },
  run: async ({ options: { amount }, policy }) => {
    if (amount === undefined) return budgetCard(await policy.standing());
    const budget = amount === "off" ? undefined : amount;
    return budgetCard(
      await policy.change((now) => ({
        rules: { ...now, budget },
        what: set("the budget", amount, sayCredits).join(),
      })),
    );
  },
});

function budgetCard({ policy, spent, renewsAt }: Standing) {
  const { budget, period, timeZone } = policy;
  if (budget === undefined) {
    return privately("There is no budget", `Members spend what they have: ${sayCredits(spent)} this ${period} so far.`);
  }
  return privately(
    sayBudget(spent, budget, period),
    `Jobs under way are counted in. The next budget begins on ${sayDay(renewsAt, timeZone)}; what is left is not added to it.`,
  );
}
