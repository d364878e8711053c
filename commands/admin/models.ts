import { countLimit, several } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { QUALITIES } from "../../src/models/parts/parts.ts";
import { told } from "./changes.ts";
import { LONGEST, MODEL_NAMES } from "./choices.ts";
import { rulesCard, sayLimits } from "./rules-card.ts";

export default defineCommand({
  name: "admin models",
  description: "Set which models, qualities and lengths everyone may use; /admin role gives some more",
  adminOnly: true,
  options: {
    models: { ...several("Which models and commands, or off for all", MODEL_NAMES), rest: true },
    quality: several("Which qualities, or off for all", QUALITIES),
    seconds: countLimit("The longest video, or off", LONGEST),
  },
  run: async ({ options, policy }) => {
    const said = told({ models: options.models, qualities: options.quality, seconds: options.seconds });
    if (Object.keys(said).length === 0) return rulesCard("The rules here", await policy.standing());
    return rulesCard(
      "The rules are changed",
      await policy.change((now) => {
        const rules = { ...now, ...said };
        const { models, qualities, seconds } = rules;
        const limits = Object.entries({ models, qualities, seconds }).filter(([, value]) => value !== undefined);
        const what = limits.length === 0 ? "everything" : sayLimits(Object.fromEntries(limits));
        return { rules, what: `let everyone use ${what}` };
      }),
    );
  },
});
