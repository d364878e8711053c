import { defineCommand } from "../../src/chat/command/command.ts";
import { text } from "../../src/chat/command/options.ts";
import { sentences } from "../../src/text/sentences.ts";

const words = sentences("command.admin.approve", {
  description: "Approve a request that is waiting: the button on its card does this",
  token: "Which request: the button says it",
  title: "Approved",
  text: "{admin} has approved {member}'s request. It begins now; the job's message shows how far along it is.",
});

export default defineCommand({
  name: "admin approve",
  description: words.description,
  adminOnly: true,
  unlisted: true,
  options: { token: text(words.token) },
  run: async ({ options: { token = "" }, approvals, actor }) => {
    const { member, memberName } = await approvals.approve(token);
    return {
      tone: "info",
      audience: "channel",
      title: words.title,
      text: words.text({ admin: actor.name, member: memberName }),
      about: [member, actor.id],
    };
  },
});
