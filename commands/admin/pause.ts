import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sentences } from "../../src/text/sentences.ts";
import type { Text } from "../../src/text/text.ts";

const words = sentences("command.admin.pause", {
  description: "Pause new requests; jobs under way finish",
  did: "paused new requests",
  title: "Paused",
  text: "No new requests are accepted until /admin resume; jobs under way finish.",
  resume: "Resume",
});

export default defineCommand({
  name: "admin pause",
  description: words.description,
  adminOnly: true,
  options: {},
  run: async ({ policy, actor }) => {
    await policy.change((now, at) => {
      if (now.paused) return undefined;
      return { rules: { ...now, paused: { by: actor.name, at } }, what: words.did };
    });
    return privately<Text>(words.title, words.text, {
      buttons: [{ label: words.resume, does: "run", line: "admin resume", tone: "primary" }],
    });
  },
});
