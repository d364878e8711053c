import { clip } from "../../base/words.ts";
import { quoted } from "../../text/measures.ts";
import { sentences } from "../../text/sentences.ts";
import { allOf, type Text } from "../../text/text.ts";
import type { Card } from "../contract/card.ts";
import { refusedCard } from "./refusals.ts";

// What a chat's adapter has to say by itself, when a button, a form or a file is of no use any more.

const words = sentences("notices", {
  ourFault:
    "Something went wrong on our side (reference {reference}). Try again; if it keeps happening, tell whoever runs Reelay here.",
  othersAsk: "So many others are asking at this moment that I can't take more on. Send it again in a minute.",
  youAsk:
    "You have sent so many commands that I can't take more on. Wait until some of them are answered, then send it again.",
  staleButton: "I no longer know what this button was for. Type the command instead.",
  nothingThere:
    "“{action}” works on a message with {takes, select, image {a picture} video {a video} other {a picture or a video}}. I found none in this one.",
  fileGone: "“{name}” is no longer available in the chat. Attach it again.",
  fileLate: "“{name}” couldn't be fetched from the chat. Try again in a minute.",
  kept: "With {files}.",
  keptOf: "With {files}, the first of {all, plural, one {# file} other {# files}} there.",
  removed: "Removed",
  removedBy: "A member had what was here deleted.",
});

/** What a member reads when the fault is Reelay's; the log has the reference. */
export function sayOurFault(reference: string): Text {
  return words.ourFault({ reference });
}

/** So much was asked before, by others or by the member alone, that nothing more is taken on. */
export function sayTooMuch(by: "all" | "one"): Text {
  return by === "all" ? words.othersAsk : words.youAsk;
}

/** A button whose line is no longer kept, or that another version of Reelay has made. */
export function staleButtonCard(): Card<Text> {
  return refusedCard(words.staleButton);
}

/** An action on a message that has nothing for it; `takes` is what would do: `["image"]`. */
export function nothingThereCard(action: Text, takes: readonly ("image" | "video")[]): Card<Text> {
  const [only, ...more] = takes;
  return refusedCard(words.nothingThere({ action, takes: only === undefined || more.length > 0 ? "other" : only }));
}

/** A member's file that the chat no longer gives out. */
export function sayFileGone(name: string): Text {
  return words.fileGone({ name: clip(name) });
}

/** A member's file that the chat doesn't give out now. */
export function sayFileLate(name: string): Text {
  return words.fileLate({ name: clip(name) });
}

/** What a form says of the files that it begins with. `of` is how many would have done. */
export function sayKeptFiles(names: readonly string[], of = names.length): Text {
  const files = allOf(names.map((name) => quoted(clip(name))));
  return of > names.length ? words.keptOf({ files, all: of }) : words.kept({ files });
}

/** What stands where a card stood that named somebody who has been forgotten since. */
export function removedCard(): Card<Text> {
  return { tone: "info", audience: "channel", title: words.removed, text: words.removedBy };
}
