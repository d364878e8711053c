import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sentences } from "../../src/text/sentences.ts";
import { lines, paragraphs } from "../../src/text/text.ts";

const words = sentences("command.help", {
  description: "See what I can do, and how to type it",
  title: "What you can ask for",
  line: "/{name}: {description}",
  how: "Write options as duration:8 or --duration 8. 8s, 9:16, 1080p, and --turbo work on their own; the rest of the line is the prompt. Attach pictures before you send.",
});

const EXAMPLE = "/video a paper boat on a river 8s 9:16";

export default defineCommand({
  name: "help",
  description: words.description,
  options: {},
  run: async ({ commands, actor }) => {
    const listed = commands.filter(({ unlisted, adminOnly }) => !unlisted && (!adminOnly || actor.admin));
    const all = lines(...listed.map(({ name, description }) => words.line({ name, description })));
    return privately(words.title, paragraphs(all, words.how, EXAMPLE));
  },
});
