import { defineCommand } from "../../src/chat/command/command.ts";
import { choice } from "../../src/chat/command/options.ts";
import { privately } from "../../src/chat/contract/card.ts";

const RULES = {
  on: "A character that a member makes waits until an admin presses Approve; admins' own don't wait. /element approval off ends that.",
  off: "Members make characters without asking. /element approval on makes theirs wait for an admin.",
} as const;

export default defineCommand({
  name: "element approval",
  description: "Decide whether new characters wait for an admin",
  adminOnly: true,
  options: { wait: { ...choice("Whether they wait; nothing shows how it is", ["on", "off"]), rest: true } },
  run: async ({ options: { wait }, cast }) => {
    if (wait !== undefined) await cast.requireApproval(wait === "on");
    const is = (await cast.approvalNeeded()) ? "on" : "off";
    return privately(`Approval is ${is}`, RULES[is]);
  },
});
