import { refusalCard, refusedCard } from "../../chat/cards/refusals.ts";
import type { Card } from "../../chat/contract/card.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";

const words = sentences("discord.hear", {
  homeless:
    "Send any command in the server you want to use, then come back here. Credits and characters belong to a server.",
  lostForm: "Attach the file again and send it: this form was open for over a day, and I no longer have its file.",
});

/** A command that a member sent to the bot alone, who has used it on no server yet or has left that server. */
export function homelessCard(): Card<Text> {
  return refusedCard(words.homeless);
}

/** A form whose file is no longer kept; `line` is what was written in it. */
export function lostFormCard(line: string): Card<Text> {
  return refusalCard(words.lostForm, line);
}
