import { labels } from "../../text/en/labels.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { type Card, privately } from "../contract/card.ts";
import type { Unclear } from "../line/unclear.ts";

const words = sentences("unclear-card", {
  title: "Did you mean {meant}?",
  text: "You wrote {said}. Nothing is held until you say which it is.",
  yes: "Yes",
  no: "It's part of my words",
  command: "Did you mean /{near}?",
});

/** The lines that its two answers stand for, without their slash, and whether they run or open a form first. */
interface Answers {
  yes: string;
  no: string;
  does: "run" | "edit";
}

/** Asks what a part of a line means, with a button for each answer. */
export function unclearCard({ meant, said }: Unclear, { yes, no, does }: Answers): Card<Text> {
  return privately<Text>(words.title({ meant }), words.text({ said: quoted(said) }), {
    buttons: [
      { label: words.yes, does, line: yes, tone: "primary" },
      { label: words.no, does, line: no },
      ...(does === "run" ? [{ label: labels.editAndSend, does: "edit" as const, line: no }] : []),
    ],
  });
}

/** Asks whether the nearest command was meant; `text` says that there is none of that name. */
export function misspeltCard(
  near: string,
  { text, line, does }: { text: Text; line: string; does: "run" | "edit" },
): Card<Text> {
  return privately<Text>(words.command({ near }), text, {
    buttons: [{ label: words.yes, does, line, tone: "primary" }],
  });
}
