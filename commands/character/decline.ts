import { defineCommand } from "../../src/chat/command/command.ts";
import { nameOption, neededName } from "./character-words.ts";

export default defineCommand({
  name: "element decline",
  description: "Turn down a character that waits",
  adminOnly: true,
  options: { name: nameOption },
  run: async ({ options, cast, actor }) => {
    const { name, maker, makerName } = await cast.decline(neededName(options.name, "/element decline name:Ada"));
    return {
      tone: "info",
      audience: "channel",
      title: `@${name} is declined`,
      text: `${makerName}, ${actor.name} has turned @${name} down. Nothing was charged, and its files are deleted here. Ask ${actor.name} why before you send it again.`,
      about: [maker, actor.id],
    };
  },
});
