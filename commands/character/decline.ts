import { shownName } from "../../src/base/words.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { sentences } from "../../src/text/sentences.ts";
import { nameOption, neededName } from "./character-words.ts";

const words = sentences("command.element.decline", {
  description: "Decline a character that is waiting",
  title: "{name} is declined",
  text: "{maker}, {admin} has declined {name}. Nothing was charged, and its files are deleted here. Ask {admin} why before you send it again.",
});

export default defineCommand({
  name: "element decline",
  description: words.description,
  adminOnly: true,
  options: { name: nameOption },
  run: async ({ options, cast, actor }) => {
    const declined = await cast.decline(neededName(options.name, "/element decline name:Ada"));
    const { maker, makerName } = declined;
    const name = shownName(declined.name);
    return {
      tone: "info",
      audience: "channel",
      title: words.title({ name }),
      text: words.text({ name, maker: makerName, admin: actor.name }),
      about: [maker, actor.id],
    };
  },
});
