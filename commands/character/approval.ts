import { defineCommand } from "../../src/chat/command/command.ts";
import { choice } from "../../src/chat/command/options.ts";
import { privately } from "../../src/chat/contract/card.ts";
import { sentences } from "../../src/text/sentences.ts";

const words = sentences("command.element.approval", {
  description: "Choose whether new characters wait for an admin",
  wait: "on or off; leave empty to view it",
  titleOn: "Approval is on",
  titleOff: "Approval is off",
  on: "A character that a member makes waits until an admin presses Approve; admins' own don't wait. /element approval off ends that.",
  off: "Members make characters without asking. /element approval on makes theirs wait for an admin.",
});

export default defineCommand({
  name: "element approval",
  description: words.description,
  adminOnly: true,
  options: { wait: { ...choice(words.wait, ["on", "off"]), rest: true } },
  run: async ({ options: { wait }, cast }) => {
    if (wait !== undefined) await cast.requireApproval(wait === "on");
    const is = (await cast.approvalNeeded()) ? "on" : "off";
    return privately(is === "on" ? words.titleOn : words.titleOff, words[is]);
  },
});
