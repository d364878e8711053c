import { sayMoment } from "../../src/chat/cards/say.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { inEnglish } from "../../src/text/render.ts";

export default defineCommand({
  name: "admin audit",
  description: "See who changed what, and when",
  adminOnly: true,
  options: {},
  run: async ({ policy }) => {
    const { timeZone } = (await policy.standing()).policy;
    const lines = (await policy.audit()).map(
      ({ actorName, what, at }) => `${sayMoment(at, timeZone)}: ${actorName} ${inEnglish(what)}`,
    );
    return privately("Who changed what", lines.join("\n") || "Nothing has been changed yet.");
  },
});
