import { UserError } from "../../base/errors.ts";
import { isAttachment, type RawValue } from "../contract/invocation.ts";

/** One option of a command: what the chats need to draw it, and how its value is read, as `T`. Any can be left out. */
export interface Option<T> {
  readonly kind: "text" | "integer" | "choice" | "flag" | "image" | "video" | "member" | "role" | "channel";
  /** At most 100 characters. */
  readonly description: string;
  /** What it is when nothing was typed, as the member would type it; shown in the hints. */
  readonly standard?: string;
  /** The values of a choice, as shown. */
  readonly choices?: readonly string[];
  /** Bounds of an integer. */
  readonly min?: number;
  readonly max?: number;
  /** The longest text, in characters. */
  readonly maxLength?: number;
  /** What is suggested as one types, anything else being fine too: names of the cast, one's jobs, or these values. */
  readonly completes?: Completes;
  /** The option that takes what is left of a typed line. */
  readonly rest?: boolean;
  /** Reads a value. `name` is the option's own, for the sentence. Throws UserError. */
  read(raw: RawValue, name: string): T;
  /** Whether a word that stands alone in a typed line can only mean this option: `8s`, `9:16`, `1080p`. */
  claims(word: string): boolean;
  /** Whether `--word` means this value of this option: `--turbo`. */
  names(word: string): boolean;
}

export type Completes = "element" | "job" | readonly string[];

export type OptionMap = Readonly<Record<string, Option<unknown>>>;

/** What a command's `run` gets of its options: a value each, or nothing where none was given. */
export type Parsed<Options extends OptionMap> = {
  [Name in keyof Options]: Options[Name] extends Option<infer T> ? T | undefined : never;
};

/** An option that no bare word means, unless it says so. */
export function option<T>(made: Omit<Option<T>, "claims" | "names"> & Partial<Option<T>>): Option<T> {
  return { claims: () => false, names: () => false, ...made };
}

/** Reads what was written, without the white space around it. Throws UserError for a file. */
export function written<T>(read: (said: string, name: string) => T): Option<T>["read"] {
  return (raw, name) => {
    if (isAttachment(raw)) throw new UserError(`${name} takes words, not a file.`, { option: name });
    return read(String(raw).trim(), name);
  };
}
