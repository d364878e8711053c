import { defineCommand } from "../../src/chat/command/command.ts";
import { text } from "../../src/chat/command/options.ts";

export default defineCommand({
  name: "admin approve",
  description: "Let a request that waits be made: the button on its card does it",
  adminOnly: true,
  unlisted: true,
  options: { token: text("What the button says it is about") },
  run: async ({ options: { token = "" }, approvals, actor }) => {
    const { member, memberName } = await approvals.approve(token);
    const text = `${actor.name} has approved ${memberName}'s request. It begins now; the message of the job shows how far it is.`;
    return { tone: "info", audience: "channel", title: "Approved", text, about: [member, actor.id] };
  },
});
