import { shorten } from "../../src/base/words.ts";
import { decisionButtons } from "../../src/chat/cards/asked.ts";
import { BUTTONS_IN_A_ROW } from "../../src/chat/cards/limits.ts";
import { limit } from "../../src/chat/command/amounts.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { flag } from "../../src/chat/command/options.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { inCredits, worth } from "../../src/credits/units.ts";
import type { Approval } from "../../src/generations/approve/waiting.ts";
import type { Policy } from "../../src/policy/policy.ts";
import { sentences } from "../../src/text/sentences.ts";
import { allOf, lines, type Text } from "../../src/text/text.ts";
import { set, setWhether, told } from "./changes.ts";

/** Fits in one line of a chat. */
const PROMPT_SHOWN = 60;
/** So much of a name stands on a button, in characters. */
const NAME_SHOWN = 60;
/** Each has two buttons. */
const DECIDED_HERE = Math.floor(BUTTONS_IN_A_ROW / 2);

const words = sentences("command.admin.approval", {
  description: "See the requests that wait for an admin; set which do, and when members are asked",
  above: "Requests above this price wait for an admin, or off",
  missing: "Requests of members without enough credits wait, too",
  askAbove: "Members are shown the price first above this many credits, or off",
  title: "{waiting, plural, =0 {No requests are waiting} other {Waiting for an admin: #}}",
  line: "{member}, {price}: {prompt}",
  waitsAbove: "Waits above",
  withoutCredits: "Without credits",
  waits: "waits",
  refused: "is refused",
  askedAbove: "Asked first above",
  noPrice: "no price",
  decide: "{button} {member}",
});

export default defineCommand({
  name: "admin approval",
  description: words.description,
  adminOnly: true,
  options: {
    above: limit(words.above),
    missing: flag(words.missing),
    ask_above: limit(words.askAbove),
  },
  run: async ({ options: { above, missing, ask_above }, policy, approvals }) => {
    const said = [
      ...set("approveAbove", above, inCredits),
      ...setWhether("missing", missing),
      ...set("askAbove", ask_above, inCredits),
    ];
    const rules = told({ approveAbove: above, approveMissing: missing, askAbove: ask_above });
    const { policy: now } =
      said.length === 0
        ? await policy.standing()
        : await policy.change((before) => ({ rules: { ...before, ...rules }, what: allOf(said) }));
    return approvalsCard(now, await approvals.waiting());
  },
});

function approvalsCard({ approveAbove, approveMissing, askAbove }: Policy, waiting: readonly Approval[]): Card<Text> {
  const listed = waiting.map(({ memberName: member, price, asked }) => {
    const prompt = shorten((asked?.prompt ?? "").replaceAll("\n", " "), PROMPT_SHOWN);
    return words.line({ member, price: worth(price), prompt });
  });
  const orNone = (price: Policy["askAbove"]) => (price === undefined ? words.noPrice : worth(price));
  return privately<Text>(words.title({ waiting: waiting.length }), lines(...listed) || undefined, {
    fields: [
      { name: words.waitsAbove, value: orNone(approveAbove) },
      { name: words.withoutCredits, value: approveMissing ? words.waits : words.refused },
      { name: words.askedAbove, value: orNone(askAbove) },
    ],
    buttons: waiting.slice(0, DECIDED_HERE).flatMap(({ id, memberName }) =>
      decisionButtons(id).map((button) => ({
        ...button,
        label: words.decide({ button: button.label, member: shorten(memberName, NAME_SHOWN) }),
      })),
    ),
  });
}
