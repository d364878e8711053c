import { amount } from "../src/chat/amounts.ts";
import { privately } from "../src/chat/card.ts";
import { defineCommand } from "../src/chat/command.ts";
import { member } from "../src/chat/people.ts";
import { sayCredits } from "../src/credits/units.ts";
import { needed } from "./admin-words.ts";

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
