import { orList, plural, quote } from "../../base/words.ts";
import type { Text } from "../../text/text.ts";
import { refusalCard } from "../cards/messages.ts";
import { type Card, privately } from "../contract/card.ts";

/** What a form, and a member's page with the bot, say around what the commands draw. */
export const FORM_LABELS = {
  send: "Send",
  cancel: "Cancel",
  close: "Close",
  opening: "One moment…",
  find: "Begin to type a name",
  where: "Where to post it",
  whereHint:
    "The video comes into this channel. I join public ones by myself; into a private one I have to be invited.",
  newVideo: "New video",
  refresh: "Refresh",
  joinThread: "Join this thread",
  typeHere: "Type a command here",
} as const;

/** The one field in which any command is typed, where a chat has no slash commands. */
export const LINE_WORDS = {
  label: "Command",
  hint: "Just as you would after the slash: video a paper boat on a river 8s 9:16. What comes of it stands in this message's thread.",
} as const;

/** The choice that leaves an option to what the member usually wants. */
export const AS_USUAL = "As usual";

type FileKind = "image" | "video";

function sayKinds(accept: readonly FileKind[]): string {
  return orList(accept.map((kind) => (kind === "image" ? "a picture" : "a video")));
}

/** “Picture or video”: the label of the field that takes files. */
export function sayFilesField(accept: readonly FileKind[]): string {
  const words = orList(accept.map((kind) => (kind === "image" ? "picture" : "video")));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What files go where. `links` is an example of how to give one of too many bytes. */
export function sayFilesHint(options: readonly string[], mostMegabytes: number): string {
  const order = options.length > 1 ? ` Several fill ${options.join(", ")} in this order.` : "";
  return `Up to ${plural(options.length, "file")} of ${mostMegabytes} MB.${order} A larger one goes as a link into the field below.`;
}

/** What the field for everything else takes: `video:…`. */
export function sayMoreHint(example: string): string {
  return `As you would type them: ${example}`;
}

/** What an empty field means. */
export function sayUsual(standard: string | undefined): string {
  return standard === undefined ? AS_USUAL : `${AS_USUAL} (${standard})`;
}

/** At the field for files, when the command can't begin without one. */
export function sayNoFile(accept: readonly FileKind[]): string {
  return `Attach ${sayKinds(accept)}, or give a link to one below.`;
}

/** At the field for files: this one is neither picture nor video, by what the chat says of it. */
export function sayWrongFile(name: string, accept: readonly FileKind[]): string {
  return `${quote(name)} won't do: this takes ${sayKinds(accept)}.`;
}

/** The chat let the time pass in which a form could be opened; `line` is what it would have been filled with. */
export function formLateCard(line: string): Card<Text> {
  return refusalCard("The form could not be opened in time. Press the button, and it opens now.", line);
}

/** Somebody for whom nothing is done, and why. */
export function sayNotForYou(why: "bot" | "gone" | "stranger" | "elsewhere"): string {
  switch (why) {
    case "bot":
      return "I work for people, not for other apps.";
    case "gone":
      return "Your account here is closed.";
    case "stranger":
      return "You are here from another workspace, and credits belong to this one. Ask somebody here to make it for you.";
    case "elsewhere":
      return "I am not set up for this workspace. Ask whoever runs Reelay to install it here.";
  }
}

/** A line as it is copied and sent, where a chat can show it as such. */
export function sayCopy(): string {
  return "To copy:";
}

/** What the member's page with the bot begins with. */
export function homeTitle(): Card {
  return privately("Reelay", "Videos from words and pictures, made where you talk.");
}
