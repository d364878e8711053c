import { askedCard } from "../../src/chat/cards/asked.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { text } from "../../src/chat/command/options.ts";

export default defineCommand({
  name: "confirm",
  description: "Say yes to a price that was shown: the buttons beside it do it",
  unlisted: true,
  options: {
    token: text("What the button says it is about"),
    choice: text("Which of the cheaper ones"),
  },
  run: async ({ options: { token = "", choice }, generations }) => askedCard(await generations.confirm(token, choice)),
});
