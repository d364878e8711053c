import type Keyv from "keyv";
import type { z } from "zod";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import type { Db } from "../../store/tables.ts";
import type { Command } from "../command/command.ts";
import type { MessageCommand } from "../command/message-command.ts";
import type { Chat } from "../contract/chat.ts";
import type { Adapter } from "./adapter.ts";

/** What a chat's folder declares of itself. It is read at every start, so it loads the chat's own library in `open` alone. */
export interface ChatPlatform<Id extends string, Shape extends z.ZodRawShape> {
  /** The folder's name; in `ROLES`, in every place in the chat, and on whatever is kept of it. */
  readonly id: Id;
  /** As people write it. */
  readonly name: string;
  /** Its variables of the environment, in the order of `.env.example`. */
  readonly settings: Shape;
  /** Those whose value is never shown. */
  readonly secrets: readonly (keyof Shape & string)[];
  /** The variable without which there is no such chat; none for one that is always spoken in. */
  readonly token?: keyof Shape & string;
  /** What single variables can't know: a sentence each, which begins with the variable. */
  problems?(settings: Settings<Shape>, about: SettingsAbout): string[];
  /** Opens it. Nothing is asked of the chat yet. */
  open(settings: Settings<Shape>, parts: OpenParts): Promise<Adapter>;
}

type Settings<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/** What else is known of the environment. */
export interface SettingsAbout {
  /** What is set, as it was written. */
  readonly given: Readonly<Record<string, string | undefined>>;
  /** The variables whose value can't be read: of those there is nothing more to say. */
  readonly wrong: ReadonlySet<string>;
  /** What `ROLES` says, where it does. */
  readonly roles: readonly string[] | undefined;
}

/** What of the house a chat may need. */
export interface OpenParts {
  /** Whether this process hears its members, besides speaking to them. */
  hears: boolean;
  db: Db;
  commands: readonly Command[];
  messageCommands: readonly MessageCommand[];
  library: MediaLibrary;
  /** Signs addresses for files of the library, for a chat whose page shows our own. `expiresAt` in milliseconds since 1970. */
  links: { sign(file: { hash: string; name: string; expiresAt: number; holder?: string | undefined }): string };
  keyv<Value>(namespace: string): Keyv<Value>;
  /** What a member usually wants, for a form to begin with. */
  usual(owner: {
    workspace: string;
    member: string;
  }): Promise<Readonly<Record<string, string | number | boolean | undefined>>>;
  /** The chat with each message noted by those whom it names, so that it can be found when one wants to be forgotten. */
  noted(chat: Chat): Chat;
  /** Whether the sandbox makes the videos. */
  sandbox: boolean;
  clock: Clock;
  log: Logger;
}

/** Keeps the name and the settings by their own types, for the app to put all chats' together. */
export function definePlatform<const Id extends string, const Shape extends z.ZodRawShape>(
  platform: ChatPlatform<Id, Shape>,
): ChatPlatform<Id, Shape> {
  return platform;
}
