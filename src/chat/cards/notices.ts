import { andList, plural, quote } from "../../base/words.ts";
import { sentences } from "../../text/sentences.ts";
import { paragraphs, type Text } from "../../text/text.ts";
import { type Card, privately } from "../contract/card.ts";

const words = sentences("notices", {
  nothingThere:
    "“{action}” works on a message with {takes, select, image {a picture} video {a video} other {a picture or a video}}. I found none in this one.",
});

// What a chat's adapter has to say by itself, when a button, a form or a file is of no use any more.

/** A refusal without anything to send again. */
export function refusedCard(sentence: Text): Card<Text> {
  return privately("That didn't go through", paragraphs(sentence, "Nothing was charged."), { tone: "bad" });
}

/** What a member reads when the fault is Reelay's; the log has the reference. */
export function sayOurFault(reference: string): string {
  return `Something went wrong on our side (reference ${reference}). Try again; if it stays, tell whoever runs Reelay here.`;
}

/** So much was asked before, by others or by the member alone, that nothing more is taken on. */
export function sayTooMuch(by: "all" | "one"): string {
  return by === "all"
    ? "So many others are asking at this moment that I can't take more on. Send it again in a minute."
    : "You have sent so many commands that I can't take more on. Wait until some of them are answered, then send it again.";
}

/** A button whose line is no longer kept, or that another version of Reelay has made. */
export function staleButtonCard(): Card<Text> {
  return refusedCard("I no longer know what this button was for. Type the command instead.");
}

/** An action on a message that has nothing for it; `takes` is what would do: `["image"]`. */
export function nothingThereCard(action: Text, takes: readonly ("image" | "video")[]): Card<Text> {
  const [only, ...more] = takes;
  return refusedCard(words.nothingThere({ action, takes: only === undefined || more.length > 0 ? "other" : only }));
}

/** A member's file that the chat no longer gives out. */
export function sayFileGone(name: string): string {
  return `${quote(name)} can't be had from the chat any more. Attach it again.`;
}

/** A member's file that the chat doesn't give out now. */
export function sayFileLate(name: string): string {
  return `${quote(name)} could not be fetched from the chat. Try again in a minute.`;
}

/** What a form says of the files that it begins with. `of` is how many would have done. */
export function sayKeptFiles(names: readonly string[], of = names.length): string {
  const first = of > names.length ? `, the first of ${plural(of, "file")} there` : "";
  return `With ${andList(names.map(quote))}${first}.`;
}

/** The name of a form's field for all options that have none of their own. */
export const FORM_WORDS = { more: "More options" } as const;

/** What stands where a card stood that named somebody who has been forgotten since. */
export function removedCard(): Card {
  return { tone: "info", audience: "channel", title: "Removed", text: "A member had what was here deleted." };
}
