import { defineCommand } from "../../src/chat/command/command.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sentences } from "../../src/text/sentences.ts";
import { lines, minuteOf, type Text } from "../../src/text/text.ts";

const words = sentences("command.admin.audit", {
  description: "See who changed what, and when",
  title: "Who changed what",
  line: "{when}: {who} {what}",
  nothing: "Nothing has been changed yet.",
});

export default defineCommand({
  name: "admin audit",
  description: words.description,
  adminOnly: true,
  options: {},
  run: async ({ policy }) => {
    const { timeZone } = (await policy.standing()).policy;
    const listed = (await policy.audit()).map(({ actorName: who, what, at }) =>
      words.line({ when: minuteOf(at, timeZone), who, what }),
    );
    return privately<Text>(words.title, lines(...listed) || words.nothing);
  },
});
