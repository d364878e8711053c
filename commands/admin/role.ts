import { countLimit, limit, several } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { role } from "../../src/chat/command/mentions.ts";
import { flag } from "../../src/chat/command/options.ts";
import { inCredits } from "../../src/credits/units.ts";
import { ALL_QUALITIES } from "../../src/models/parts/parts.ts";
import { sentences } from "../../src/text/sentences.ts";
import { told } from "./changes.ts";
import { LONGEST, MODEL_NAMES } from "./choices.ts";
import { needed } from "./needed.ts";
import { rulesCard, sayLimits } from "./rules-card.ts";

const words = sentences("command.admin.role", {
  description: "Give members with a role more than everyone; their most generous role counts",
  role: "Which role or group",
  amount: "Credits that its members get in a period",
  models: "Which models and commands they can use",
  quality: "Which qualities they can use",
  seconds: "The longest video that they can make, in seconds",
  usual: "Back to what everyone gets",
  asEveryone: "gave the role {role} what everyone has",
  some: "gave the role {role} {limits}",
});

export default defineCommand({
  name: "admin role",
  description: words.description,
  adminOnly: true,
  options: {
    role: role(words.role),
    amount: limit(words.amount),
    models: several(words.models, MODEL_NAMES),
    quality: several(words.quality, ALL_QUALITIES),
    seconds: countLimit(words.seconds, LONGEST),
    usual: flag(words.usual),
  },
  run: async ({ options, policy }) => {
    const { role: given, amount: allowance, models, quality: qualities, seconds, usual = false } = options;
    const id = needed(given, "role", "/admin role role:@artists amount:500");
    const said = told({ allowance, models, qualities, seconds });
    if (!usual && Object.keys(said).length === 0) return rulesCard("unchanged", await policy.standing());
    return rulesCard(
      "changed",
      await policy.change((now) => {
        const { [id]: before, ...roles } = now.roles ?? {};
        const merged = Object.entries({ ...(usual ? {} : before), ...said }).filter(([, value]) => value !== undefined);
        if (merged.length === 0) return { rules: { ...now, roles }, what: words.asEveryone({ role: id }) };
        const limits = Object.fromEntries(merged);
        return {
          rules: { ...now, roles: { ...roles, [id]: limits } },
          what: words.some({ role: id, limits: sayLimits(limits, inCredits) }),
        };
      }),
    );
  },
});
