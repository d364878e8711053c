import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { inEnglish } from "../../src/text/render.ts";

export default defineCommand({
  name: "help",
  description: "See what there is and how to type it",
  options: {},
  run: async ({ commands, actor }) =>
    privately(
      "What you can ask for",
      [
        commands
          .filter(({ unlisted, adminOnly }) => !unlisted && (!adminOnly || actor.admin))
          .map(({ name, description }) => `/${name}: ${inEnglish(description)}`)
          .join("\n"),
        "Write options as duration:8 or --duration 8. 8s, 9:16, 1080p and --turbo are enough by themselves; the rest of the line is the prompt. Attach pictures before you send.",
        "/video a paper boat on a river 8s 9:16",
      ].join("\n\n"),
    ),
});
