import type { Command } from "../../chat/command/command.ts";
import { groupOf } from "../../chat/command/find.ts";
import type { Card } from "../../chat/contract/card.ts";

/** The command that takes all others as its words; each other one is known by its own name too, where it is installed. */
export const MAIN_COMMAND = "/reelay";

/** Says commands as they are typed in Slack. */
export interface Naming {
  text(text: string): string;
  card(card: Card): Card;
}

/**
 * The sentences of all chats say `/jobs`; in Slack that is `/reelay jobs`, which is there however the app was installed.
 * What stands in “quotes” is a member's, and stays as it is.
 */
export function createNaming(commands: readonly Command[]): Naming {
  const names = [...new Set(commands.map(groupOf))].join("|");
  const named = new RegExp(`(?<![\\w/:.@-])/(${names})(?![\\w/-])`, "g");
  const text = (said: string): string => {
    if (names === "" || !said.includes("/")) return said;
    const pieces = said.split(/(“[^”]*”)/);
    return pieces
      .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(named, `${MAIN_COMMAND} $1`)))
      .join("");
  };
  return {
    text,
    card: (card) => ({
      ...card,
      title: text(card.title),
      ...(card.text === undefined ? {} : { text: text(card.text) }),
      ...(card.footer === undefined ? {} : { footer: text(card.footer) }),
      ...(card.fields === undefined
        ? {}
        : { fields: card.fields.map(({ name, value }) => ({ name, value: text(value) })) }),
    }),
  };
}
