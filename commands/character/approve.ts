import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { nameOption, neededName } from "./character-words.ts";

export default defineCommand({
  name: "element approve",
  description: "Let a character that waits be made",
  adminOnly: true,
  options: { name: nameOption },
  run: async ({ options, cast }) => {
    const { name, makerName } = await cast.approve(neededName(options.name, "/element approve name:Ada"));
    return privately(
      `@${name} is approved`,
      `It is being made for ${makerName}, who pays for it. The channel shows how far it is.`,
    );
  },
});
