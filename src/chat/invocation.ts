/** The chats Reelay speaks in. */
export type Platform = "discord" | "slack" | "playground";

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
}

/** A file that came with the command. Nothing about it is believed until its bytes have been read. */
export interface Attachment {
  /** The file's name as the member gave it. */
  name: string;
  /** Size in bytes as the chat says it. */
  bytes: number;
  /** The file's bytes. Throws UserError when the chat no longer has it. */
  open(): Promise<AsyncIterable<Uint8Array>>;
}

/** An option's value before its command has read it. */
export type RawValue = string | number | boolean | Attachment;

/** What the member typed: options by name where the chat has such, or one line to be read by the command's schema. */
export type Typed =
  | { readonly options: Readonly<Record<string, RawValue>> }
  | { readonly line: string; readonly attachments: readonly Attachment[] };

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
}

export function isAttachment(value: unknown): value is Attachment {
  return typeof value === "object" && value !== null && typeof (value as Attachment).open === "function";
}
