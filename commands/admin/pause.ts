import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";

export default defineCommand({
  name: "admin pause",
  description: "Take no new requests; jobs under way finish",
  adminOnly: true,
  options: {},
  run: async ({ policy, actor }) => {
    await policy.change((now, at) => {
      if (now.paused) return undefined;
      return { rules: { ...now, paused: { by: actor.name, at } }, what: "paused new requests" };
    });
    return privately("Paused", "Nothing new is taken until /admin resume; what is under way finishes.", {
      buttons: [{ label: "Resume", does: "run", line: "admin resume", tone: "primary" }],
    });
  },
});
