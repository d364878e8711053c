import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";

export default defineCommand({
  name: "admin resume",
  description: "Take new requests again",
  adminOnly: true,
  options: {},
  run: async ({ policy }) => {
    await policy.change(({ paused, ...rules }) => (paused ? { rules, what: "resumed new requests" } : undefined));
    return privately("New requests are taken", undefined);
  },
});
