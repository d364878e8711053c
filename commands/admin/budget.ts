import { limit } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { inCredits, worth } from "../../src/credits/units.ts";
import type { Standing } from "../../src/policy/service.ts";
import { sentences } from "../../src/text/sentences.ts";
import { allOf, dayOf, type Text } from "../../src/text/text.ts";
import { set } from "./changes.ts";
import { sayBudget } from "./rules-card.ts";

const words = sentences("command.admin.budget", {
  description: "Set the workspace budget: what all members together can spend in a period",
  amount: "Credits, or off; leave empty to view it",
  noneTitle: "There's no budget",
  none: "Members spend what they have: {spent} {period, select, day {today} week {this week} month {this month} other {this period}} so far.",
  text: "Jobs under way count, too. The next budget begins on {day}; what's left isn't added to it.",
});

export default defineCommand({
  name: "admin budget",
  description: words.description,
  adminOnly: true,
  options: { amount: { ...limit(words.amount), rest: true, bare: true } },
  run: async ({ options: { amount }, policy }) => {
    if (amount === undefined) return budgetCard(await policy.standing());
    const budget = amount === "off" ? undefined : amount;
    const what = allOf(set("budget", amount, inCredits));
    return budgetCard(await policy.change((now) => ({ rules: { ...now, budget }, what })));
  },
});

function budgetCard({ policy, spent, renewsAt }: Standing): Card<Text> {
  const { budget, period, timeZone } = policy;
  if (budget === undefined) return privately(words.noneTitle, words.none({ spent: worth(spent), period }));
  return privately(sayBudget(spent, budget, period), words.text({ day: dayOf(renewsAt, timeZone) }));
}
