import { UserError } from "../../base/errors.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { isAttachment, type RawValue } from "../contract/invocation.ts";
import type { Meant } from "../line/types.ts";

const words = sentences("option", {
  noFile: "Write words for {name}: it doesn't take a file.",
});

/** One option of a command: what the chats need to draw it, and how its value is read, as `T`. Any can be left out. */
export interface Option<T> extends Meant {
  readonly kind: "text" | "integer" | "choice" | "flag" | "image" | "video" | "member" | "role" | "channel";
  /** At most 100 characters. */
  readonly description: Text;
  /** What it is when nothing was typed, as the member would type it; shown in the hints. */
  readonly standard?: string;
  /** Bounds of an integer. */
  readonly min?: number;
  readonly max?: number;
  /** The longest text, in characters. */
  readonly maxLength?: number;
  /** What a form calls its field, without a number, where its name's own words won't do. */
  readonly label?: Text;
  /** It is written in lines: a form may have a field for each. */
  readonly lines?: Lines;
  /** What a prompt calls the file, without the `@`: `image1`. */
  readonly mark?: string;
  /** What is suggested as one types, anything else being fine too: names of the cast, one's jobs, or these values. */
  readonly completes?: Completes;
  /** Reads a value. `name` is the option's own, for the sentence. Throws UserError. */
  read(raw: RawValue, name: string): T;
}

/** Lines of a text, at most so many, each of at most so many characters. */
export interface Lines {
  readonly most: number;
  readonly longest: number;
  /** One, to show how it is written. */
  readonly example: Text;
  /** How one begins: what follows a line break and doesn't is the same line going on. */
  readonly begins: RegExp;
}

export type Completes = "element" | "job" | readonly string[];

export type OptionMap = Readonly<Record<string, Option<unknown>>>;

/** What a command's `run` gets of its options: a value each, or nothing where none was given. */
export type Parsed<Options extends OptionMap> = {
  [Name in keyof Options]: Options[Name] extends Option<infer T> ? T | undefined : never;
};

/** Reads what was written, without the white space around it. Throws UserError for a file. */
export function written<T>(read: (said: string, name: string) => T): Option<T>["read"] {
  return (raw, name) => {
    if (isAttachment(raw)) throw new UserError(words.noFile({ name }), { option: name });
    return read(String(raw).trim(), name);
  };
}
