import { quoteAll } from "../../base/words.ts";
import { sayCredits } from "../../credits/units.ts";
import type { Approval } from "../../generations/approve/waiting.ts";
import type { Outcome } from "../../generations/ask.ts";
import { type Button, type Card, privately } from "../contract/card.ts";
import { BUTTONS_IN_A_ROW, LONGEST_LABEL } from "./limits.ts";
import { shorten } from "./say.ts";

/** A prompt is shown so long at most; the whole of it is kept. */
const PROMPT_SHOWN = 400;

type Priced = Extract<Outcome, { is: "priced" }>;

/** What a member is shown of a request; nothing once it has begun, as the channel's announcement says it all. */
export function askedCard(asked: Outcome): Card | undefined {
  if (asked === undefined) return undefined;
  return asked.is === "priced" ? pricedCard(asked) : approvalCard(asked.approval);
}

function pricedCard({ token, model, details, prompt, price, available, choices, line }: Priced): Card {
  const words = shorten(prompt, PROMPT_SHOWN);
  const short = price > available ? "You have less than that. A cheaper one may do, or ask an admin for credits." : "";
  const note = "Nothing is held until you press a button. They work for a day.";
  const buttons: Button[] = [
    { label: `Make it for ${sayCredits(price)}`, does: "run", line: `confirm token:${token}`, tone: "primary" },
    ...choices.map(({ key, label, price: less }): Button => {
      const said = shorten(`${label}: ${sayCredits(less)}`, LONGEST_LABEL);
      return { label: said, does: "run", line: `confirm token:${token} choice:${key}` };
    }),
  ];
  return privately(`This costs ${sayCredits(price)}`, [words, short, note].filter(Boolean).join("\n\n"), {
    fields: [
      { name: model, value: details },
      { name: "Price", value: sayCredits(price) },
      { name: "You have", value: sayCredits(available) },
    ],
    buttons: [...buttons.slice(0, BUTTONS_IN_A_ROW - 1), { label: "Edit", does: "edit", line }],
  });
}

/** What everybody in the channel sees of a request that waits for an admin. */
export function approvalCard({ id, state, asked, member, memberName, price, deciderName }: Approval): Card {
  if (state !== "waiting" || !asked) {
    const by = deciderName === undefined ? "" : ` by ${deciderName}`;
    const how = { waiting: "is still waiting", approved: `was approved${by}`, declined: `was declined${by}` };
    const ended = { ...how, expired: "expired after a day", withdrawn: "was replaced by another version of it" };
    return privately("Nothing to decide", `That request ${ended[state]}. Send your command again for a new one.`);
  }
  const why = asked.why === "price" ? "It is dearer than what may be made unasked." : "They have not enough credits.";
  return {
    tone: "info",
    audience: "channel",
    title: `${memberName} asks for ${sayCredits(price)}`,
    text: [
      asked.prompt.trim() && `They wrote: ${quoteAll(shorten(asked.prompt, PROMPT_SHOWN))}`,
      `${why} An admin decides within a day; nothing is held until then.`,
    ]
      .filter(Boolean)
      .join("\n\n"),
    fields: [
      { name: asked.model, value: asked.details },
      { name: "Price", value: sayCredits(price) },
      { name: "For", value: memberName },
    ],
    buttons: decisionButtons(id),
    about: [member],
  };
}

/** What an admin decides with; only an admin's press counts. */
export function decisionButtons(id: string): readonly Button[] {
  return [
    { label: "Approve", does: "run", line: `admin approve token:${id}`, tone: "primary" },
    { label: "Decline", does: "run", line: `admin decline token:${id}`, tone: "danger" },
  ];
}

/** What the requester reads at their next command when nobody decided in time. */
export function expiredCard({ asked, price }: Approval): Card {
  const words = asked ? `“${shorten(asked.prompt.replaceAll("\n", " "), PROMPT_SHOWN)}”` : "It";
  const again: Button[] = asked
    ? [{ label: "Edit and send again", does: "edit", line: asked.line, tone: "primary" }]
    : [];
  return privately(
    "No admin decided in time",
    `${words} was to cost ${sayCredits(price)} and waited a day for an admin. It is void; nothing was charged.`,
    { buttons: again },
  );
}
