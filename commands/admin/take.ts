import { amount } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sayCredits } from "../../src/credits/units.ts";
import { needed } from "./needed.ts";

const EXAMPLE = "/admin take member:@Ada amount:20";

export default defineCommand({
  name: "admin take",
  description: "Take back credits that were granted, as far as they are not spent or held",
  adminOnly: true,
  options: { member: member("Who has them"), amount: amount("How many credits") },
  run: async ({ options, policy }) => {
    const credits = needed(options.amount, "amount", EXAMPLE);
    const { name, taken } = await policy.take(needed(options.member, "member", EXAMPLE), credits);
    const less = taken < credits ? "There were no more: the rest is spent, held, or was never granted." : undefined;
    return privately(`Took ${sayCredits(taken)} from ${name}`, less);
  },
});
