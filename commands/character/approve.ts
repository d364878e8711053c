import { shownName } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sentences } from "../../src/text/sentences.ts";
import { nameOption, neededName } from "./character-words.ts";

const words = sentences("command.element.approve", {
  description: "Approve a character that is waiting",
  title: "{name} is approved",
  text: "It's being made for {maker}, who pays for it. The channel shows how far along it is.",
});

export default defineCommand({
  name: "element approve",
  description: words.description,
  adminOnly: true,
  options: { name: nameOption },
  run: async ({ options, cast }) => {
    const { name, makerName: maker } = await cast.approve(neededName(options.name, "/element approve name:Ada"));
    return privately(words.title({ name: shownName(name) }), words.text({ maker }));
  },
});
