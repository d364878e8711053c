import type { Text } from "../../text/text.ts";
import type { Place, Platform } from "./invocation.ts";

/**
 * What Reelay says, in no platform's looks. Our code makes a `Card<Text>`, in no language yet; `renderCard` makes it a
 * `Card` for one reader, which is what an adapter gets. All strings are plain text as a person reads them then: an adapter
 * escapes them in its chat's own way and suppresses mentions.
 */
export interface Card<T extends Text = string> {
  /** `busy` has a job under way, `done` a result, `bad` something the member must know went wrong. */
  tone: "info" | "busy" | "done" | "bad";
  /** Who sees it: everyone in the channel, or the member who asked alone. */
  audience: "channel" | "member";
  title: T;
  /** Paragraphs are separated by an empty line; a line break is kept. */
  text?: T;
  /** Short pairs, shown side by side where there is room. */
  fields?: readonly { name: T; value: T }[];
  progress?: Progress<T>;
  /** A finished video, kept in the media store. */
  video?: CardVideo;
  /** The file name of a video that the store keeps no longer. A chat with a copy of its own in the message leaves it there. */
  stays?: string;
  /** Files to look at or to save, on a card for one member: a picture is shown, others can be downloaded. */
  files?: readonly CardFile<T>[];
  buttons?: readonly Button<T>[];
  /** One quiet line at the end. */
  footer?: T;
  /** In whose language it is (BCP 47), for what an adapter has to add: set by `renderCard`. */
  locale?: string;
  /** The members, by id, whose name or words it shows, where it isn't a job's own message: by it the message is found. */
  about?: readonly string[];
}

/** An answer that only the member who asked sees. */
export function privately<T extends Text>(title: T, text: T | undefined, more: Partial<Card<T>> = {}): Card<T> {
  return { tone: "info", audience: "member", title, ...(text === undefined ? {} : { text }), ...more };
}

export interface Progress<T extends Text = string> {
  /** 0 to 1. */
  fraction: number;
  /** What the bar says beside it: `about 40 s left`. */
  label: T;
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
  /** Where it can be had without the chat, for one that doesn't take so large a file. */
  link?: VideoLink;
  /** The largest file that the chat takes there, in bytes, where that is known. Of a larger video its link is shown. */
  limitBytes?: number;
}

/** A file in the media store that a card brings. */
export interface CardFile<T extends Text = string> {
  /** SHA-256 of the bytes in hex. */
  hash: string;
  /** A file name to save it under. */
  name: string;
  /** `image/png`, `text/csv`, `application/json`. */
  type: string;
  bytes: number;
  /** What it shows, in words, for who can't see it. */
  alt: T;
}

/** An address at which a video can be watched, until a time in milliseconds since 1970. */
export interface VideoLink {
  url: string;
  until: number;
}

/**
 * A button is a typed line. `run` runs it as if the presser had typed it; `edit` puts it into the composer (or a
 * form) to be changed and sent. It holds no state of the process, so it works after a restart and months later.
 */
export interface Button<T extends Text = string> {
  label: T;
  does: "run" | "edit";
  /** The line, without the slash: `jobs cancel:g_4f…`. At most 90 characters when it runs. */
  line: string;
  /** The job whose own line this is (`lineOf` gives it), for a chat whose buttons can't hold a long one. */
  job?: string;
  tone?: "primary" | "danger";
}

/** A chat's own address of a message it has posted. Only its adapter reads it. */
export type MessageRef = string & { readonly of: "message" };

/** Which message is to be posted: the same `key` again gives the one that is already there. */
export interface Posting {
  key: string;
  /** An earlier try may have posted it, however long ago: where the chat forgets keys, it is looked for first. */
  again: boolean;
}

/** How often messages may be edited without annoying a chat, in milliseconds. */
export interface Pace {
  /** One message. */
  readonly messageMs: number;
  /** All messages of the same channel or workspace together; 0 where nothing limits them. */
  readonly sharedMs: number;
  readonly sharedBy: "channel" | "workspace";
}

/** Somebody in a workspace, as the chat knows them. */
export interface Person {
  id: string;
  name: string;
  bot: boolean;
}

/** What a chat platform offers to the rest of the house. */
export interface Chat {
  readonly platform: Platform;
  readonly pace: Pace;
  /** Its messages show the library's own files; other chats have a copy of every video that is posted. */
  readonly showsOurs?: true;
  /** Posts a card by the bot. Throws MessageGone when the bot may not, ever. */
  post(place: Place, posting: Posting, card: Card): Promise<MessageRef>;
  /**
   * Puts the card in the place of what the message showed. Safe to repeat. A `busy` card may be left out when the chat
   * has no room for it now. Throws MessageGone when the message was deleted, or is out of reach for good, and
   * TooLargeForChat when the card's video was refused for its size: the message shows what it showed before then.
   */
  edit(message: MessageRef, card: Card): Promise<void>;
  /** Says one short line to a member beside the message, so that they are notified. Throws MessageGone. */
  notify?(message: MessageRef, member: string, posting: Posting, line: string): Promise<void>;
  /** Who has that id in the place's workspace; undefined when nobody there does. */
  person?(place: Place, id: string): Promise<Person | undefined>;
  /** Sends a card to a member alone, away from the channel. Throws MessageGone when the member takes none. */
  direct?(place: Place, member: string, posting: Posting, card: Card): Promise<void>;
}

/** The message, its channel or the bot's access to them is gone for good: telling cannot be tried again. */
export class MessageGone extends Error {
  override readonly name = "MessageGone";
}

/** The chat has refused a video for its size, though nothing that was known forbade it. */
export class TooLargeForChat extends Error {
  override readonly name = "TooLargeForChat";
  /** The largest file that is worth trying there next, in bytes: less than what was refused. */
  readonly limitBytes: number;

  constructor(limitBytes: number, options?: ErrorOptions) {
    super(`The chat refused a video for its size; at most ${limitBytes} bytes are worth trying`, options);
    this.limitBytes = limitBytes;
  }
}
