import type { Text } from "../../text/text.ts";
import type { Command } from "./command.ts";

/** An action on a message that has a picture or a video: it opens a command's form with that file in its place. */
export interface MessageCommand {
  /** What the chat's menu shows: at most 24 characters (Slack's limit). */
  readonly name: Text;
  /** A word for its address where the chat wants one. */
  readonly id: string;
  /** Which command's option the file goes into, by what the file is; what it doesn't take is missing. */
  readonly image?: FilePlace;
  readonly video?: FilePlace;
}

export interface FilePlace {
  readonly command: string;
  readonly option: string;
}

/** All of them, in the order of their commands. */
export function messageCommandsOf(commands: readonly Command[]): MessageCommand[] {
  return commands.flatMap(({ onMessage }) => onMessage ?? []);
}
