import { defineCommand } from "../../src/chat/command/command.ts";
import { text } from "../../src/chat/command/options.ts";

export default defineCommand({
  name: "admin decline",
  description: "Turn down a request that waits: the button on its card does it",
  adminOnly: true,
  unlisted: true,
  options: { token: text("What the button says it is about") },
  run: async ({ options: { token = "" }, approvals, actor }) => {
    const { member, memberName } = await approvals.decline(token);
    const text = `${memberName}, ${actor.name} has turned your request down. Nothing was charged. Ask them why before you send it again.`;
    return { tone: "info", audience: "channel", title: "Declined", text, about: [member, actor.id] };
  },
});
