import { UserError } from "../../src/base/errors.ts";
import { sayDay } from "../../src/chat/cards/say.ts";
import { amount } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { member } from "../../src/chat/command/mentions.ts";
import { type Option, written } from "../../src/chat/command/option.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import type { Entry, Statement } from "../../src/credits/statement.ts";
import { formatCredits, sayCredits, type Units, units } from "../../src/credits/units.ts";
import { inEnglish } from "../../src/text/render.ts";

/** What an entry of the ledger did, from where the member stands. */
const MEANS: Readonly<Record<Entry["kind"], string>> = {
  grant: "added",
  hold: "held",
  capture: "spent",
  release: "given back",
  adjust: "taken away",
};

const amountOption = amount("With give: how many credits");
const whom = member("Give of your grants to this member, where an admin lets members");

/** A member; typed as a line, the amount may follow: `give @Ada 20`. */
const giveOption: Option<{ to: string; amount: Units | undefined }> = {
  ...whom,
  rest: true,
  read: written((said, name) => {
    const [, who = said, much] = /^(?:give\s+)?(\S+)(?:\s+(\S+))?$/i.exec(said) ?? [];
    return { to: whom.read(who, name), amount: much === undefined ? undefined : amountOption.read(much, "amount") };
  }),
};

const EXAMPLE = "Write /credits give @Ada 20.";

export default defineCommand({
  name: "credits",
  description: "See what you have, what is held, and what it went for; give some of it",
  options: { give: giveOption, amount: amountOption },
  run: async ({ options: { give, amount }, credits, policy }) => {
    if (give === undefined && amount === undefined) return statementCard(await credits.statement());
    if (amount !== undefined && give?.amount !== undefined) {
      throw new UserError("You gave two amounts. Keep one of them.", { option: "amount" });
    }
    const much = amount ?? give?.amount;
    if (give === undefined || much === undefined) {
      throw new UserError(`${give ? "How many credits?" : "Who gets them?"} ${EXAMPLE}`);
    }
    const { name } = await policy.give(give.to, much);
    const { grants } = await credits.statement();
    return privately(
      `${name} has ${sayCredits(much)} from you`,
      `You have ${sayCredits(grants.available)} of grants left.`,
    );
  },
});

function statementCard({ available, held, allowance, grants, entries }: Statement): Card {
  const lines = entries.map(
    ({ kind, amount, note }) => `${MEANS[kind]} ${sayCredits(units(Math.abs(amount)))}: ${inEnglish(note)}`,
  );
  return privately(`You have ${sayCredits(available)} to spend`, lines.join("\n") || undefined, {
    fields: [
      { name: "Allowance", value: `${formatCredits(allowance.available)} of ${sayCredits(allowance.granted)}` },
      { name: "Renews", value: sayDay(allowance.renewsAt, allowance.timeZone) },
      { name: "Grants", value: sayCredits(grants.available) },
      { name: "Held", value: sayCredits(held) },
    ],
  });
}
