import type { Text } from "../../text/text.ts";

/** A chat that Reelay speaks in, by the name of its folder. Which there are, the app lists. */
export type Platform = string;

/** Who typed the command. */
export interface Actor {
  /** The platform's id of the member, unique in the workspace. */
  id: string;
  /** The name shown in the channel. */
  name: string;
  admin: boolean;
  /** The platform's ids of the member's roles or groups. */
  roles: readonly string[];
}

/** Where it was typed; enough to post there later without the interaction. */
export interface Place {
  platform: Platform;
  /** The server or workspace; credits, policies and elements belong to one. */
  workspace: string;
  channel: string;
  /** The thread in the channel, where the chat has such. */
  thread?: string;
  /** The largest file that the chat surely takes from the bot here, in bytes, where it has such a limit. */
  uploadLimit?: number;
  /** Why the bot can't post here now, and what to do, as its chat has it; said before anything is held. Not stored. */
  blocked?: Text;
}

/** A file that came with the command. Nothing about it is believed until its bytes have been read. */
export interface Attachment {
  /** The file's name as the member gave it. */
  name: string;
  /** Size in bytes as the chat says it, where it does. */
  bytes?: number;
  /** An address at which anybody can read it for some hours, where the chat gives such. */
  publicUrl?: string;
  /** The file's bytes. Throws UserError when the chat no longer has it. */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** A file at a public address that the member gave. */
export interface LinkedFile {
  link: string;
}

/**
 * A file of an earlier job, written `g_….image`: one of its inputs by the option's name (`image`, `reference2`,
 * `video`), its finished video (`result`), or that video's last frame (`last`).
 */
export interface KeptFile {
  job: string;
  part: string;
}

/** Where a picture or a video comes from. Nothing about it is believed until its bytes have been read. */
export type FileSource = Attachment | LinkedFile | KeptFile;

/** An option's value before its command has read it. */
export type RawValue = string | number | boolean | Attachment;

/**
 * What the member typed: options by name where the chat has such, a line to be read by the command's schema, or both, as
 * from a form; then the option that has a field of its own counts.
 */
export interface Typed {
  readonly options?: Readonly<Record<string, RawValue>>;
  readonly line?: string;
  /** Files that the line names, or that fill the command's places for files in order. */
  readonly attachments?: readonly Attachment[];
}

/**
 * Waits for what is slow and none of ours, such as a member's link, while others' commands go on. Gives and throws what
 * it waited for.
 */
export type Aside = <T>(wait: () => Promise<T>) => Promise<T>;

/** One command, typed or pressed, in the language that all platforms share. */
export interface Invocation {
  /** The interaction's own id. The same one twice is the same request. */
  sourceId: string;
  command: string;
  typed: Typed;
  actor: Actor;
  place: Place;
  /** BCP 47, for example `en-GB`. */
  locale: string;
  /** Where commands take turns. */
  aside?: Aside;
}

export function isAttachment(value: unknown): value is Attachment {
  return typeof value === "object" && value !== null && typeof (value as Attachment).open === "function";
}

export function isFileSource(value: unknown): value is FileSource {
  if (typeof value !== "object" || value === null) return false;
  return isAttachment(value) || "link" in value || ("job" in value && "part" in value);
}

/** Reads what stands in the place of a file: an address, or a part of an earlier job. Undefined when it is neither. */
export function readFileSource(text: string): LinkedFile | KeptFile | undefined {
  if (/^https?:\/\/\S+$/i.test(text) && URL.canParse(text)) return { link: text };
  const [, job, part] = /^(g_[0-9a-z]{19})\.([a-z_]+[0-9]?)$/.exec(text) ?? [];
  return job === undefined || part === undefined ? undefined : { job, part };
}
