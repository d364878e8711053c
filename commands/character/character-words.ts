import { UserError } from "../../src/base/errors.ts";
import { plural } from "../../src/base/words.ts";
import { sayWait } from "../../src/chat/cards/say.ts";
import { text } from "../../src/chat/command/options.ts";
import type { Button } from "../../src/chat/contract/card.ts";
import type { Element, Subject } from "../../src/elements/element.ts";

/** A character that is there already, by its name. */
export const nameOption = text("The character's name", { rest: true, completes: "element" });

/** The name that the command is about; `example` is how it is written. */
export function neededName(name: string | undefined, example: string): string {
  if (name === undefined || name === "") throw new UserError(`Which character? Write ${example}.`, { option: "name" });
  return name;
}

/** “3 pictures”, “a video”. */
export function sayFiles({ kind, files }: { kind: Subject["kind"]; files: number }): string {
  return kind === "video" ? "a video" : plural(files, "picture");
}

/** What can be done with it now: “ready”, “being made, about 4 min left”. */
export function sayState({ state, secondsLeft = 0 }: Element): string {
  switch (state) {
    case "ready":
      return "ready";
    case "making":
      return `being made, ${sayWait(secondsLeft)} left`;
    case "waiting":
      return "waits for an admin's approval";
    case "failed":
      return "could not be made, nothing charged";
  }
}

/** What an admin decides with; only an admin's press counts. */
export function decisionButtons(name: string): readonly Button[] {
  return [
    { label: "Approve", does: "run", line: `element approve name:${name}`, tone: "primary" },
    { label: "Decline", does: "run", line: `element decline name:${name}`, tone: "danger" },
  ];
}
