import { decisionButtons } from "../../src/chat/cards/asked.ts";
import { BUTTONS_IN_A_ROW, LONGEST_LABEL } from "../../src/chat/cards/limits.ts";
import { shorten } from "../../src/chat/cards/say.ts";
import { limit } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { flag } from "../../src/chat/command/options.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { sayCredits } from "../../src/credits/units.ts";
import type { Approval } from "../../src/generations/approve/waiting.ts";
import type { Policy } from "../../src/policy/policy.ts";
import { set, told } from "./changes.ts";

/** Fits in one line of a chat. */
const PROMPT_SHOWN = 60;
/** Each has two buttons. */
const DECIDED_HERE = Math.floor(BUTTONS_IN_A_ROW / 2);

export default defineCommand({
  name: "admin approval",
  description: "See which requests wait for an admin; set which do, and which are asked about first",
  adminOnly: true,
  options: {
    above: limit("Requests dearer than this wait for an admin, or off"),
    missing: flag("Requests of members without enough credits wait, too"),
    ask_above: limit("Members are shown the price first above this, or off"),
  },
  run: async ({ options: { above, missing, ask_above }, policy, approvals }) => {
    const said = [
      set("the price above which an admin approves", above, sayCredits),
      missing === undefined ? [] : [`${missing ? "let" : "no longer lets"} requests without credits wait for an admin`],
      set("the price above which members are asked", ask_above, sayCredits),
    ].flat();
    const rules = told({ approveAbove: above, approveMissing: missing, askAbove: ask_above });
    const { policy: now } =
      said.length === 0
        ? await policy.standing()
        : await policy.change((before) => ({ rules: { ...before, ...rules }, what: said.join(", ") }));
    return approvalsCard(now, await approvals.waiting());
  },
});

function approvalsCard({ approveAbove, approveMissing, askAbove }: Policy, waiting: readonly Approval[]): Card {
  const lines = waiting.map(({ memberName, price, asked }) => {
    const words = shorten((asked?.prompt ?? "").replaceAll("\n", " "), PROMPT_SHOWN);
    return `${memberName}, ${sayCredits(price)}: ${words}`;
  });
  const title = waiting.length === 0 ? "No request waits" : `Waiting for an admin: ${waiting.length}`;
  return privately(title, lines.join("\n") || undefined, {
    fields: [
      { name: "Waits above", value: approveAbove === undefined ? "no price" : sayCredits(approveAbove) },
      { name: "Without credits", value: approveMissing ? "waits" : "is refused" },
      { name: "Asked first above", value: askAbove === undefined ? "no price" : sayCredits(askAbove) },
    ],
    buttons: waiting.slice(0, DECIDED_HERE).flatMap(({ id, memberName }) =>
      decisionButtons(id).map((button) => ({
        ...button,
        label: shorten(`${button.label} ${memberName}`, LONGEST_LABEL),
      })),
    ),
  });
}
