import { shortName, shownName } from "../../src/base/words.ts";
import { refusalCard } from "../../src/chat/cards/refusals.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { text } from "../../src/chat/command/options.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import type { Actor } from "../../src/chat/contract/invocation.ts";
import { worth } from "../../src/credits/units.ts";
import type { Confirmation } from "../../src/elements/service.ts";
import { sentences } from "../../src/text/sentences.ts";
import { paragraphs, type Text } from "../../src/text/text.ts";
import { decisionButtons, sayFiles } from "./character-words.ts";

const words = sentences("command.element.confirm", {
  description: "Confirm that you're allowed to use a likeness: the button of /element create does this",
  token: "Which character: the button says it",
  usedTitle: "Already confirmed",
  used: "You've already confirmed @{name}. /element show name:{name} says how far along it is.",
  waitingTitle: "{name} is waiting for an admin",
  waiting:
    "{maker} wants to add this character and says they're allowed to use the likeness. An admin decides; nothing is held until then.",
  madeFrom: "Made from",
  price: "Price",
  for: "For",
  lateTitle: "Too late to confirm",
  unknown: "I don't know that request any more, or it isn't yours to confirm. Send /element create again.",
  late: "Attach the files and send it again: you were asked over an hour ago, or the files are gone by now.",
  nothingCharged: "Nothing was charged.",
  editAndSend: "Edit and send again",
});

export default defineCommand({
  name: "element confirm",
  description: words.description,
  unlisted: true,
  options: { token: text(words.token) },
  run: async ({ options: { token = "" }, cast, actor }) => answer(await cast.confirm(token), actor),
});

/** Who has confirmed. */
type Asker = Pick<Actor, "id" | "name">;

/** Once it is started, the channel's announcement says it all. */
function answer(confirmed: Confirmation, member: Asker): Card<Text> | undefined {
  switch (confirmed.is) {
    case "started":
      return undefined;
    case "waiting":
      return approvalCard(confirmed, member);
    case "refused":
      return refusalCard(confirmed.sentence, confirmed.line);
    case "used":
      return privately(words.usedTitle, words.used({ name: shortName(confirmed.name) }));
    case "expired":
      return expiredCard(confirmed.line);
  }
}

function approvalCard(
  { subject, price }: Extract<Confirmation, { is: "waiting" }>,
  { id, name: maker }: Asker,
): Card<Text> {
  const { name, description, kind, files } = subject;
  return {
    tone: "info",
    audience: "channel",
    title: words.waitingTitle({ name: shownName(name) }),
    text: paragraphs(description, words.waiting({ maker })),
    fields: [
      { name: words.madeFrom, value: sayFiles({ kind, files: files.length }) },
      { name: words.price, value: worth(price) },
      { name: words.for, value: maker },
    ],
    buttons: decisionButtons(name),
    about: [id],
  };
}

function expiredCard(line: string | undefined): Card<Text> {
  const text = paragraphs(line === undefined ? words.unknown : words.late, words.nothingCharged);
  if (line === undefined) return privately<Text>(words.lateTitle, text, { tone: "bad" });
  const button = { label: words.editAndSend, does: "edit", line, tone: "primary" } as const;
  return privately<Text>(words.lateTitle, text, { tone: "bad", buttons: [button] });
}
