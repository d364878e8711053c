import { refusalCard } from "../../src/chat/cards/messages.ts";
import { defineCommand } from "../../src/chat/command/command.ts";
import { text } from "../../src/chat/command/options.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import type { Actor } from "../../src/chat/contract/invocation.ts";
import { sayCredits } from "../../src/credits/units.ts";
import type { Confirmation } from "../../src/elements/service.ts";
import type { Text } from "../../src/text/text.ts";
import { decisionButtons, sayFiles } from "./character-words.ts";

export default defineCommand({
  name: "element confirm",
  description: "Say that you may use a likeness: the button that /element create gives does it",
  unlisted: true,
  options: { token: text("What the button says it is about") },
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
    case "used": {
      const { name } = confirmed;
      const note = `You have confirmed @${name} already. /element show name:${name} says how it stands.`;
      return privately("Confirmed already", note);
    }
    case "expired":
      return expiredCard(confirmed.line);
  }
}

function approvalCard({ subject, price }: Extract<Confirmation, { is: "waiting" }>, { id, name: maker }: Asker): Card {
  const { name, description, kind, files } = subject;
  return {
    tone: "info",
    audience: "channel",
    title: `@${name} waits for an admin`,
    text: `${description}\n\n${maker} wants to add this character and says that they may use the likeness. An admin decides; nothing is held until then.`,
    fields: [
      { name: "Made from", value: sayFiles({ kind, files: files.length }) },
      { name: "Price", value: sayCredits(price) },
      { name: "For", value: maker },
    ],
    buttons: decisionButtons(name),
    about: [id],
  };
}

function expiredCard(line: string | undefined): Card {
  const title = "Too late to confirm";
  if (line === undefined) {
    const text = "That isn't known here any more, or isn't yours to confirm. Send /element create again.";
    return privately(title, `${text}\n\nNothing was charged.`, { tone: "bad" });
  }
  const text = "You were asked over an hour ago, or the files are gone by now. Attach them and send it again.";
  const button = { label: "Edit and send again", does: "edit", line, tone: "primary" } as const;
  return privately(title, `${text}\n\nNothing was charged.`, { tone: "bad", buttons: [button] });
}
