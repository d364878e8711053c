import { quoteAll, shorten } from "../../base/words.ts";
import { type Units, worth } from "../../credits/units.ts";
import type { Approval } from "../../generations/approve/waiting.ts";
import type { Outcome } from "../../generations/ask.ts";
import type { Chosen } from "../../generations/request/chosen.ts";
import { labels } from "../../text/en/labels.ts";
import { sentences } from "../../text/sentences.ts";
import { allOf, paragraphs, spaced, type Text } from "../../text/text.ts";
import { type Button, type Card, privately } from "../contract/card.ts";
import { BUTTONS_IN_A_ROW } from "./limits.ts";

/** A prompt is shown so long at most; the whole of it is kept. */
const PROMPT_SHOWN = 400;

const words = sentences("asked", {
  costs: "This costs {price}",
  make: "Make it for {price}",
  choice: "{choice}: {price}",
  long: "Your video lasts {seconds, number} s, and all of it is billed. The pages of {model} speak of up to {foreseen, number} s.",
  beginning: "Use the first {foreseen, number} s for {price}",
  trim: "Trimmed to {foreseen, number} s it would cost {price}; {why, select, encoder {I have no encoder here to cut it} other {the model couldn't read what I cut until whoever runs Reelay sets PUBLIC_URL}}, so trim it yourself and send it again.",
  chosenTitle: "{model} makes this one, for {price}",
  chosen: "{model} makes this one, since it takes {gives}, and {usual} doesn't.",
  chosenTogether: "{model} makes this one, since {usual} can't take all of it together.",
  usualPrice: "A video like it costs {price} with {usual}.",
  given:
    "{option, select, references {reference pictures} elements {characters} image {a first frame} end_image {a last frame} negative {a negative prompt} sound {sound} shots {shots} watermark {a watermark} other {{name}}}",
  tooLittle: "You have less than that. Pick a cheaper version, or ask an admin for credits.",
  note: "Nothing is held until you press a button. The buttons work for a day.",
  asks: "{member} asks for {price}",
  wrote: "They wrote: {words}",
  abovePrice: "It's above the approval limit.",
  tooFewCredits: "They don't have enough credits.",
  decides: "An admin decides within a day; nothing is held until then.",
  nothing: "Nothing to decide",
  ended:
    "That request {how, select, approved {was approved} declined {was declined} expired {expired after a day} withdrawn {was replaced by another version of it} other {is still waiting}}. Send your command again for a new one.",
  endedBy:
    "That request was {how, select, approved {approved} other {declined}} by {admin}. Send your command again for a new one.",
  expired: "No admin decided in time",
  expiredRequest:
    "Your request {words} for {price} waited a day, and no admin decided. It expired; nothing was charged.",
  expiredOne: "A request of yours for {price} waited a day, and no admin decided. It expired; nothing was charged.",
});

type Priced = Extract<Outcome, { is: "priced" }>;
type LongVideo = NonNullable<Priced["long"]>;

/** What a member is shown of a request; nothing once it has begun, as the channel's announcement says it all. */
export function askedCard(asked: Outcome): Card<Text> | undefined {
  if (asked === undefined) return undefined;
  if (asked.is === "chosen") {
    const { chosen, price } = asked;
    const title = words.chosenTitle({ model: chosen.model, price: worth(price) });
    return privately<Text>(title, sayChosen(chosen, price));
  }
  return asked.is === "priced" ? pricedCard(asked) : approvalCard(asked.approval);
}

/** Why this model makes it, and what the usual one would have cost where that is something else. */
function sayChosen({ model, usual, lacks, usualPrice }: Chosen, price: Units): Text {
  const gives = allOf(lacks.map((name) => words.given({ option: name as "other", name })));
  const why = lacks.length > 0 ? words.chosen({ model, usual, gives }) : words.chosenTogether({ model, usual });
  return spaced(
    why,
    usualPrice !== undefined && usualPrice !== price && words.usualPrice({ usual, price: worth(usualPrice) }),
  );
}

function pricedCard(priced: Priced): Card<Text> {
  const { token, model, details, prompt, price: units, available, choices, line, long, chosen } = priced;
  const price = worth(units);
  const tooLittle = units > available && words.tooLittle;
  const why = [chosen && sayChosen(chosen, units), long && sayLong(long, model)];
  const text = paragraphs(shorten(prompt, PROMPT_SHOWN), ...why, tooLittle, words.note);
  const buttons: Button<Text>[] = [
    { label: words.make({ price }), does: "run", line: `confirm token:${token}`, tone: "primary" },
    ...beginningButton(token, long),
    ...choices.map(({ key, label: choice, price: less }): Button<Text> => {
      const label = words.choice({ choice, price: worth(less) });
      return { label, does: "run", line: `confirm token:${token} choice:${key}` };
    }),
  ];
  return privately<Text>(words.costs({ price }), text, {
    fields: [
      { name: model, value: details },
      { name: labels.price, value: price },
      { name: labels.youHave, value: worth(available) },
    ],
    buttons: [...buttons.slice(0, BUTTONS_IN_A_ROW - 1), { label: labels.edit, does: "edit", line }],
  });
}

/** Why it is asked about, and what a shorter one would cost. */
function sayLong({ seconds, foreseen, price, cut }: LongVideo, model: Text): Text {
  const long = words.long({ seconds, foreseen, model });
  if (cut === "offered") return long;
  const trim = words.trim({ foreseen, price: worth(price), why: cut === "no encoder" ? "encoder" : "other" });
  return spaced(long, trim);
}

function beginningButton(token: string, long: LongVideo | undefined): Button<Text>[] {
  if (long?.cut !== "offered") return [];
  const label = words.beginning({ foreseen: long.foreseen, price: worth(long.price) });
  return [{ label, does: "run", line: `confirm token:${token} choice:beginning` }];
}

/** What everybody in the channel sees of a request that waits for an admin. */
export function approvalCard({
  id,
  state,
  asked,
  member,
  memberName,
  price: units,
  deciderName,
}: Approval): Card<Text> {
  if (state !== "waiting" || !asked) return privately<Text>(words.nothing, sayEnded(state, deciderName));
  const price = worth(units);
  const said = asked.prompt.trim() && words.wrote({ words: quoteAll(shorten(asked.prompt, PROMPT_SHOWN)) });
  const why = asked.why === "price" ? words.abovePrice : words.tooFewCredits;
  return {
    tone: "info",
    audience: "channel",
    title: words.asks({ member: memberName, price }),
    text: paragraphs(said, spaced(why, words.decides)),
    fields: [
      { name: asked.model, value: asked.details },
      { name: labels.price, value: price },
      { name: labels.forMember, value: memberName },
    ],
    buttons: decisionButtons(id),
    about: [member],
  };
}

function sayEnded(state: Approval["state"], admin: string | undefined): Text {
  const decided = state === "approved" || state === "declined";
  if (decided && admin !== undefined) return words.endedBy({ how: state === "approved" ? "approved" : "other", admin });
  return words.ended({ how: state === "waiting" ? "other" : state });
}

/** What an admin decides with; only an admin's press counts. */
export function decisionButtons(id: string): readonly Button<Text>[] {
  return [
    { label: labels.approve, does: "run", line: `admin approve token:${id}`, tone: "primary" },
    { label: labels.decline, does: "run", line: `admin decline token:${id}`, tone: "danger" },
  ];
}

/** What the requester reads at their next command when nobody decided in time. */
export function expiredCard({ asked, price: units }: Approval): Card<Text> {
  const price = worth(units);
  if (!asked) return privately<Text>(words.expired, words.expiredOne({ price }));
  const said = quoteAll(shorten(asked.prompt, PROMPT_SHOWN));
  return privately<Text>(words.expired, words.expiredRequest({ words: said, price }), {
    buttons: [{ label: labels.editAndSend, does: "edit", line: asked.line, tone: "primary" }],
  });
}
