import type { Db } from "../../src/store/tables.ts";

/** The three who ask: two members, and one who is an admin by the chat's own rule. */
export type Who = "ada" | "ben" | "root";

export interface NamedFile {
  name: string;
  bytes: Uint8Array;
}

/** A message or an answer, as a person reads it. */
export interface Shown {
  /** The chat's own id; the same message keeps it when it is edited. */
  id: string;
  /** All its words. What a member wrote stands there as they wrote it, whatever had to be escaped. */
  text: string;
  /** The labels of its buttons. */
  buttons: readonly string[];
  /** Whom it notified when it was posted. */
  pinged: readonly (Who | "everyone")[];
  /** The video that plays in it, as the chat serves it. */
  video?: () => Promise<Uint8Array>;
  /** Other files that it brings, by their names, as the chat serves them. */
  files?: Readonly<Record<string, () => Promise<Uint8Array>>>;
}

/** What somebody did, until what they alone see of it is there. */
export interface Asked {
  /** What the member alone reads as the answer; none where the channel says it all. Waits until it is answered. */
  answers(): Promise<readonly Shown[]>;
  /** The chat delivers the same once more, as after a connection that broke. */
  again(): Promise<void>;
}

/** How the chat misbehaves for a while: what Reelay sends is refused, or done without an answer. */
export type Trouble = "busy" | "broken" | "answer lost";

/** A chat with a Reelay in it, driven as its members and its own servers would. */
export interface Bench {
  readonly db: Db;
  /**
   * Types a command, its options as the chat has them; the line is written as for the playground. `@ada`, `@ben` and
   * `@root` are the three, `@reelay` is the bot, `@stranger` is nobody of this workspace, `@crew` is a role or a group
   * that Ben alone is in; all of them as the chat writes such things.
   */
  type(who: Who, line: string, files?: readonly NamedFile[]): Promise<Asked>;
  press(who: Who, message: Shown, label: string): Promise<Asked>;
  /** What everybody in the channel sees, oldest first. */
  channel(): Promise<readonly Shown[]>;
  /** What the member was sent away from the channel; undefined where the chat has no such thing. */
  letters?(who: Who): Promise<readonly Shown[]>;
  /** A moderator deletes it. */
  remove(message: Shown): Promise<void>;
  /** Nothing for a chat that can't: the playground is in the same process. */
  trouble?(kind: Trouble, times: number): void;
  /** What the sandbox accepted. */
  tasks(): Promise<number>;
  /** What it was sent for each of those. */
  wire(): Promise<readonly Record<string, unknown>[]>;
  /** Ends Reelay as the system would and starts it again on the same folder; the chat goes on. */
  restart(): Promise<void>;
  /** What the chat found wrong with what it was sent. */
  violations(): readonly string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** Asks again and again until there is something; a busy machine may take its time. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`There was no ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 20;
