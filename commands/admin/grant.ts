import { amount } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sayCredits } from "../../src/credits/units.ts";
import { needed } from "./needed.ts";

const EXAMPLE = "/admin grant member:@Ada amount:20";

export default defineCommand({
  name: "admin grant",
  description: "Give a member credits that don't expire",
  adminOnly: true,
  options: { member: member("Who gets them"), amount: amount("How many credits") },
  run: async ({ options, policy }) => {
    const credits = needed(options.amount, "amount", EXAMPLE);
    const { name } = await policy.grant(needed(options.member, "member", EXAMPLE), credits);
    return privately(
      `${name} has ${sayCredits(credits)} more`,
      "They don't expire, and are spent after the allowance.",
    );
  },
});
