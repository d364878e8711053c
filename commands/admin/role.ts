import { countLimit, limit, several } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { role } from "../../src/chat/command/mentions.ts";
import { flag } from "../../src/chat/command/options.ts";
import { QUALITIES } from "../../src/models/parts/parts.ts";
import { told } from "./changes.ts";
import { LONGEST, MODEL_NAMES } from "./choices.ts";
import { needed } from "./needed.ts";
import { rulesCard, sayLimits } from "./rules-card.ts";

export default defineCommand({
  name: "admin role",
  description: "Give members with a role more than everyone: the most generous of their roles counts",
  adminOnly: true,
  options: {
    role: role("Which role or group"),
    amount: limit("Credits that its members get in a period"),
    models: several("What they may use", MODEL_NAMES),
    quality: several("How sharp their videos may be", QUALITIES),
    seconds: countLimit("The longest video that they may make", LONGEST),
    usual: flag("Back to what everyone gets"),
  },
  run: async ({ options, policy }) => {
    const { role: given, amount: allowance, models, quality: qualities, seconds, usual = false } = options;
    const id = needed(given, "role", "/admin role role:@artists amount:500");
    const said = told({ allowance, models, qualities, seconds });
    if (!usual && Object.keys(said).length === 0) return rulesCard("The rules here", await policy.standing());
    return rulesCard(
      "The rules are changed",
      await policy.change((now) => {
        const { [id]: before, ...roles } = now.roles ?? {};
        const merged = Object.entries({ ...(usual ? {} : before), ...said }).filter(([, value]) => value !== undefined);
        if (merged.length === 0) return { rules: { ...now, roles }, what: `gave the role ${id} what everyone has` };
        const limits = Object.fromEntries(merged);
        return {
          rules: { ...now, roles: { ...roles, [id]: limits } },
          what: `gave the role ${id} ${sayLimits(limits)}`,
        };
      }),
    );
  },
});
