import { askedCard } from "../../src/chat/cards/asked.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { text } from "../../src/chat/command/options.ts";
import { sentences } from "../../src/text/sentences.ts";

const words = sentences("command.confirm", {
  description: "Accept a price that you were shown: its buttons do this",
  token: "Which request: the button says it",
  choice: "Which of the cheaper ones",
});

export default defineCommand({
  name: "confirm",
  description: words.description,
  unlisted: true,
  options: { token: text(words.token), choice: text(words.choice) },
  run: async ({ options: { token = "", choice }, generations }) => askedCard(await generations.confirm(token, choice)),
});
