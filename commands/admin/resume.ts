import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sentences } from "../../src/text/sentences.ts";

const words = sentences("command.admin.resume", {
  description: "Accept new requests again",
  did: "resumed new requests",
  title: "Accepting new requests",
});

export default defineCommand({
  name: "admin resume",
  description: words.description,
  adminOnly: true,
  options: {},
  run: async ({ policy }) => {
    await policy.change(({ paused, ...rules }) => (paused ? { rules, what: words.did } : undefined));
    return privately(words.title, undefined);
  },
});
