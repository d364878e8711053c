import type { Card } from "./card.ts";
import type { Place, Platform } from "./invocation.ts";

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
