import { UserError } from "../../src/base/errors.ts";
import { shortName } from "../../src/base/words.ts";
import { text } from "../../src/chat/command/options.ts";
import type { Button } from "../../src/chat/contract/card.ts";
import type { Element, Subject } from "../../src/elements/element.ts";
import { roughly } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";
import type { Text } from "../../src/text/text.ts";

const words = sentences("command.element", {
  name: "The character's name",
  which: "Which character? Write {example}.",
  video: "a video",
  pictures: "{pictures, plural, one {# picture} other {# pictures}}",
  ready: "ready",
  making: "being made, {wait} left",
  waiting: "waiting for an admin's approval",
  failed: "couldn't be made, nothing charged",
  approve: "Approve",
  decline: "Decline",
});

/** A character that is there already, by its name. */
export const nameOption = text(words.name, { rest: true, completes: "element" });

/** The name that the command is about; `example` is how it is written. */
export function neededName(name: string | undefined, example: string): string {
  if (name === undefined || name === "") throw new UserError(words.which({ example }), { option: "name" });
  return name;
}

/** “3 pictures”, “a video”. */
export function sayFiles({ kind, files }: { kind: Subject["kind"]; files: number }): Text {
  return kind === "video" ? words.video : words.pictures({ pictures: files });
}

/** What can be done with it now: “ready”, “being made, about 4 min left”. */
export function sayState({ state, secondsLeft = 0 }: Element): Text {
  return state === "making" ? words.making({ wait: roughly(secondsLeft) }) : words[state];
}

/** What an admin decides with; only an admin's press counts. */
export function decisionButtons(name: string): readonly Button<Text>[] {
  return [
    { label: words.approve, does: "run", line: `element approve name:${shortName(name)}`, tone: "primary" },
    { label: words.decline, does: "run", line: `element decline name:${shortName(name)}`, tone: "danger" },
  ];
}
