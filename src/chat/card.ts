import type { Place, Platform } from "./invocation.ts";

/**
 * What Reelay says, in no platform's looks. All strings are plain text as a person reads them: an adapter escapes
 * them in its chat's own way and suppresses mentions.
 */
export interface Card {
  /** `busy` has a job under way, `done` a result, `bad` something the member must know went wrong. */
  tone: "info" | "busy" | "done" | "bad";
  /** Who sees it: everyone in the channel, or the member who asked alone. */
  audience: "channel" | "member";
  title: string;
  /** Paragraphs are separated by an empty line; a line break is kept. */
  text?: string;
  /** Short pairs, shown side by side where there is room. */
  fields?: readonly { name: string; value: string }[];
  progress?: Progress;
  /** A finished video, kept in the media store. */
  video?: CardVideo;
  buttons?: readonly Button[];
  /** One quiet line at the end. */
  footer?: string;
}

/** An answer that only the member who asked sees. */
export function privately(title: string, text: string | undefined, more: Partial<Card> = {}): Card {
  return { tone: "info", audience: "member", title, ...(text === undefined ? {} : { text }), ...more };
}

export interface Progress {
  /** 0 to 1. */
  fraction: number;
  /** What the bar says beside it: `about 40 s left`. */
  label: string;
}

export interface CardVideo {
  /** SHA-256 of the bytes in hex: the file's name in the media store. */
  hash: string;
  /** A file name to save it under. */
  name: string;
  bytes: number;
  width: number;
  height: number;
  seconds: number;
}

/**
 * A button is a typed line. `run` runs it as if the presser had typed it; `edit` puts it into the composer (or a
 * form) to be changed and sent. It holds no state of the process, so it works after a restart and months later.
 */
export interface Button {
  label: string;
  does: "run" | "edit";
  /** The line, without the slash: `jobs cancel:g_4f…`. At most 90 characters when it runs. */
  line: string;
  tone?: "primary" | "danger";
}

/** A chat's own address of a message it has posted. Only its adapter reads it. */
export type MessageRef = string & { readonly of: "message" };

/** What a chat platform offers to the rest of the house. */
export interface Chat {
  readonly platform: Platform;
  /** How often a message may be edited without annoying the chat, in milliseconds. */
  readonly editEveryMs: number;
  /** Posts a card by the bot. The same `key` again gives the message that is already there. */
  post(place: Place, key: string, card: Card): Promise<MessageRef>;
  /** Puts the card in the place of what the message showed. Safe to repeat. Throws MessageGone when it was deleted. */
  edit(message: MessageRef, card: Card): Promise<void>;
}

/** The message, its channel or the bot's access to them is gone for good: telling cannot be tried again. */
export class MessageGone extends Error {
  override readonly name = "MessageGone";
}
