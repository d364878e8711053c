import { privately } from "../src/chat/card.ts";
import { defineCommand } from "../src/chat/command.ts";
import { sayDay } from "../src/chat/say.ts";
import type { Entry } from "../src/credits/statement.ts";
import { formatCredits, sayCredits } from "../src/credits/units.ts";

/** What an entry of the ledger did, from where the member stands. */
const MEANS: Readonly<Record<Entry["kind"], string>> = {
  grant: "added",
  hold: "held",
  capture: "spent",
  release: "given back",
  adjust: "changed",
};

export default defineCommand({
  name: "credits",
  description: "See what you have, what is held, and what it went for",
  options: {},
  run: async ({ credits }) => {
    const { available, held, allowance, grants, entries } = await credits.statement();
    const lines = entries.map(({ kind, amount, note }) => `${MEANS[kind]} ${sayCredits(amount)}: ${note}`);
    return privately(`You have ${sayCredits(available)} to spend`, lines.join("\n") || undefined, {
      fields: [
        { name: "Allowance", value: `${formatCredits(allowance.available)} of ${sayCredits(allowance.granted)}` },
        { name: "Renews", value: sayDay(allowance.renewsAt) },
        { name: "Grants", value: sayCredits(grants.available) },
        { name: "Held", value: sayCredits(held) },
      ],
    });
  },
});
