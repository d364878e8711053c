import { defineCommand } from "../../src/chat/command/command.ts";
import { text } from "../../src/chat/command/options.ts";
import { sentences } from "../../src/text/sentences.ts";

const words = sentences("command.admin.decline", {
  description: "Decline a request that is waiting: the button on its card does this",
  token: "Which request: the button says it",
  title: "Declined",
  text: "{member}, {admin} has declined your request. Nothing was charged. Ask them why before you send it again.",
});

export default defineCommand({
  name: "admin decline",
  description: words.description,
  adminOnly: true,
  unlisted: true,
  options: { token: text(words.token) },
  run: async ({ options: { token = "" }, approvals, actor }) => {
    const { member, memberName } = await approvals.decline(token);
    return {
      tone: "info",
      audience: "channel",
      title: words.title,
      text: words.text({ admin: actor.name, member: memberName }),
      about: [member, actor.id],
    };
  },
});
