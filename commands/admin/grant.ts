import { amount } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { worth } from "../../src/credits/units.ts";
import { sentences } from "../../src/text/sentences.ts";
import { needed } from "./needed.ts";

const EXAMPLE = "/admin grant member:@Ada amount:20";

const words = sentences("command.admin.grant", {
  description: "Grant a member credits that don't expire",
  member: "Who gets them",
  amount: "How many credits",
  title: "You granted {name} {amount}",
  text: "They don't expire, and are spent after the allowance.",
});

export default defineCommand({
  name: "admin grant",
  description: words.description,
  adminOnly: true,
  options: { member: member(words.member), amount: amount(words.amount) },
  run: async ({ options, policy }) => {
    const credits = needed(options.amount, "amount", EXAMPLE);
    const { name } = await policy.grant(needed(options.member, "member", EXAMPLE), credits);
    return privately(words.title({ name, amount: worth(credits) }), words.text);
  },
});
