import { countLimit, several } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { inCredits } from "../../src/credits/units.ts";
import { ALL_QUALITIES } from "../../src/models/parts/parts.ts";
import { sentences } from "../../src/text/sentences.ts";
import { told } from "./changes.ts";
import { LONGEST, MODEL_NAMES } from "./choices.ts";
import { rulesCard, sayLimits } from "./rules-card.ts";

const words = sentences("command.admin.models", {
  description: "Choose the models, qualities, and lengths for everyone; /admin role gives some more",
  models: "Which models and commands, or off for all",
  quality: "Which qualities, or off for all",
  seconds: "The longest video in seconds, or off",
  everything: "let everyone use everything",
  some: "let everyone use {limits}",
});

export default defineCommand({
  name: "admin models",
  description: words.description,
  adminOnly: true,
  options: {
    models: { ...several(words.models, MODEL_NAMES), rest: true },
    quality: several(words.quality, ALL_QUALITIES),
    seconds: countLimit(words.seconds, LONGEST),
  },
  run: async ({ options, policy }) => {
    const said = told({ models: options.models, qualities: options.quality, seconds: options.seconds });
    if (Object.keys(said).length === 0) return rulesCard("unchanged", await policy.standing());
    return rulesCard(
      "changed",
      await policy.change((now) => {
        const rules = { ...now, ...said };
        const { models, qualities, seconds } = rules;
        const limits = Object.entries({ models, qualities, seconds }).filter(([, value]) => value !== undefined);
        const what =
          limits.length === 0
            ? words.everything
            : words.some({ limits: sayLimits(Object.fromEntries(limits), inCredits) });
        return { rules, what };
      }),
    );
  },
});
