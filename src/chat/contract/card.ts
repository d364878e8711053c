import type { Text } from "../../text/text.ts";

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
