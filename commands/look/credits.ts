import { UserError } from "../../src/base/errors.ts";
import { amount } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { type Option, written } from "../../src/chat/command/option.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import type { Statement } from "../../src/credits/statement.ts";
import { bareWorth, type Units, units, worth } from "../../src/credits/units.ts";
import { sentences } from "../../src/text/sentences.ts";
import { dayOf, lines, type Text } from "../../src/text/text.ts";

const words = sentences("command.credits", {
  description: "See what you have, what's held, and where it went; give some of it away",
  give: "Give granted credits of yours to this member, where an admin allows it",
  amount: "With give: how many credits",
  noAmount: "How many credits? Write /credits give @Ada 20.",
  noMember: "Who gets them? Write /credits give @Ada 20.",
  twice: "Keep one of the two amounts: it isn't clear which one you mean.",
  given: "You gave {name} {amount}",
  left: "You have {amount} in grants left.",
  title: "You have {amount} to spend",
  entry:
    "{kind, select, grant {added} hold {held} capture {spent} release {given back} adjust {taken away} other {changed}} {amount}: {note}",
  allowance: "Allowance",
  leftOfAllowance: "{left} of {granted}",
  renews: "Renews",
  grants: "Grants",
  held: "Held",
});

const amountOption = amount(words.amount);
const whom = member(words.give);

/** A member; typed as a line, the amount may follow: `give @Ada 20`. */
const giveOption: Option<{ to: string; amount: Units | undefined }> = {
  ...whom,
  rest: true,
  read: written((said, name) => {
    const [, who = said, much] = /^(?:give\s+)?(\S+)(?:\s+(\S+))?$/i.exec(said) ?? [];
    return { to: whom.read(who, name), amount: much === undefined ? undefined : amountOption.read(much, "amount") };
  }),
};

export default defineCommand({
  name: "credits",
  description: words.description,
  options: { give: giveOption, amount: amountOption },
  run: async ({ options: { give, amount }, credits, policy }) => {
    if (give === undefined && amount === undefined) return statementCard(await credits.statement());
    if (give === undefined) throw new UserError(words.noMember, { option: "give" });
    if (amount !== undefined && give.amount !== undefined) throw new UserError(words.twice, { option: "amount" });
    const much = amount ?? give.amount;
    if (much === undefined) throw new UserError(words.noAmount, { option: "amount" });
    const { name } = await policy.give(give.to, much);
    const { grants } = await credits.statement();
    return privately(words.given({ name, amount: worth(much) }), words.left({ amount: worth(grants.available) }));
  },
});

function statementCard({ available, held, allowance, grants, entries }: Statement): Card<Text> {
  const listed = entries.map(({ kind, amount, note }) =>
    words.entry({ kind, amount: worth(units(Math.abs(amount))), note }),
  );
  const ofAllowance = { left: bareWorth(allowance.available), granted: worth(allowance.granted) };
  return privately<Text>(words.title({ amount: worth(available) }), lines(...listed) || undefined, {
    fields: [
      { name: words.allowance, value: words.leftOfAllowance(ofAllowance) },
      { name: words.renews, value: dayOf(allowance.renewsAt, allowance.timeZone) },
      { name: words.grants, value: worth(grants.available) },
      { name: words.held, value: worth(held) },
    ],
  });
}
