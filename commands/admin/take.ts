import { amount } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { worth } from "../../src/credits/units.ts";
import { sentences } from "../../src/text/sentences.ts";
import { needed } from "./needed.ts";

const EXAMPLE = "/admin take member:@Ada amount:20";

const words = sentences("command.admin.take", {
  description: "Take back granted credits that are neither spent nor held",
  member: "Who has them",
  amount: "How many credits",
  title: "You took {amount} from {name}",
  less: "There were no more: the rest is spent, held, or was never granted.",
});

export default defineCommand({
  name: "admin take",
  description: words.description,
  adminOnly: true,
  options: { member: member(words.member), amount: amount(words.amount) },
  run: async ({ options, policy }) => {
    const credits = needed(options.amount, "amount", EXAMPLE);
    const { name, taken } = await policy.take(needed(options.member, "member", EXAMPLE), credits);
    return privately(words.title({ name, amount: worth(taken) }), taken < credits ? words.less : undefined);
  },
});
