import { privately } from "../src/chat/card.ts";
import { defineCommand } from "../src/chat/command.ts";
import { sayMoment } from "../src/chat/say.ts";

export default defineCommand({
  name: "admin audit",
  description: "See who changed what, and when",
  adminOnly: true,
  options: {},
  run: async ({ policy }) => {
    const { timeZone } = (await policy.standing()).policy;
    const lines = (await policy.audit()).map(
      ({ actorName, what, at }) => `${sayMoment(at, timeZone)}: ${actorName} ${what}`,
    );
    return privately("Who changed what", lines.join("\n") || "Nothing has been changed yet.");
  },
});
