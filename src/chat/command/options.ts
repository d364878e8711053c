import { UserError } from "../../base/errors.ts";
import { orList, quote } from "../../base/words.ts";
import { type FileSource, isAttachment, type RawValue, readFileSource } from "../contract/invocation.ts";

/**
 * One option of a command: what the chats need to draw it, and how its value is read. `T` is what `run` gets,
 * undefined included where it may be left out.
 */
export interface Option<T> {
  readonly kind: "text" | "integer" | "choice" | "flag" | "image" | "video" | "member" | "role" | "channel";
  /** At most 100 characters. */
  readonly description: string;
  readonly required: boolean;
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
  /** What it is when nothing was typed; throws UserError when it must be there. */
  absent(name: string): T;
  /** Whether a word that stands alone in a typed line can only mean this option: `8s`, `9:16`, `1080p`. */
  claims(word: string): boolean;
  /** Whether `--word` means this value of this option: `--turbo`. */
  names(word: string): boolean;
}

export type Completes = "element" | "job" | readonly string[];

export type Parsed<Options extends Readonly<Record<string, Option<unknown>>>> = {
  [Name in keyof Options]: Options[Name] extends Option<infer T> ? T : never;
};

const never = () => false;
/** What is suggested to somebody whose number of seconds was none. */
const USUAL_SECONDS = 5;

/** Free text. `rest` makes it the option that a typed line's words go to. */
export function text(
  description: string,
  settings: { rest?: boolean; maxLength?: number; completes?: Completes } = {},
): Option<string | undefined> {
  return {
    kind: "text",
    description,
    required: false,
    ...settings,
    read: (raw, name) => {
      if (isAttachment(raw)) throw new UserError(`${name} takes words, not a file.`, { option: name });
      return String(raw).trim();
    },
    absent: () => undefined,
    claims: never,
    names: never,
  };
}

/** A whole number of seconds; `8s` means 8 in a typed line. */
export function seconds(
  description: string,
  settings: { min: number; max: number; standard?: string },
): Option<number | undefined> {
  const { min, max } = settings;
  return {
    kind: "integer",
    description,
    required: false,
    ...settings,
    read: (raw, name) => {
      const said = written(raw);
      const match = /^(\d+(?:\.\d+)?)\s*(?:s|sec|seconds?)?$/i.exec(said);
      const value = match ? Number(match[1]) : Number.NaN;
      if (!Number.isInteger(value) || value < min || value > max) {
        const near = Number.isNaN(value) ? USUAL_SECONDS : Math.round(value);
        const sentence = `${name} takes whole seconds from ${min} to ${max}, not ${quote(said)}. Try ${name}:${Math.min(max, Math.max(min, near))}.`;
        throw new UserError(sentence, { option: name });
      }
      return value;
    },
    absent: () => undefined,
    claims: (word) => /^\d+s$/i.test(word),
    names: never,
  };
}

/** A whole number within bounds. */
export function integer(description: string, bounds: { min: number; max: number }): Option<number | undefined> {
  const { min, max } = bounds;
  return {
    kind: "integer",
    description,
    required: false,
    min,
    max,
    read: (raw, name) => {
      const said = written(raw);
      const value = /^-?\d+$/.test(said) ? Number(said) : Number.NaN;
      if (!(value >= min && value <= max)) {
        throw new UserError(`${name} takes a whole number from ${min} to ${max}, not ${quote(said)}.`, {
          option: name,
        });
      }
      return value;
    },
    absent: () => undefined,
    claims: never,
    names: never,
  };
}

/** One of a few values. `aliases` are other ways to type them, by what is typed. */
export function choice<const Value extends string>(
  description: string,
  choices: readonly Value[],
  settings: { aliases?: Readonly<Record<string, Value>>; standard?: Value } = {},
): Option<Value | undefined> {
  const find = (said: string): Value | undefined => {
    const word = said.toLowerCase();
    const { aliases = {} } = settings;
    return choices.find((value) => value === word) ?? (Object.hasOwn(aliases, word) ? aliases[word] : undefined);
  };
  return {
    kind: "choice",
    description,
    required: false,
    choices,
    ...(settings.standard ? { standard: settings.standard } : {}),
    read: (raw, name) => {
      const said = written(raw);
      const found = find(said);
      if (found === undefined) {
        throw new UserError(`${name} can be ${orList(choices)}, not ${quote(said)}.`, { option: name });
      }
      return found;
    },
    absent: () => undefined,
    // Only what nobody writes in a sentence: `9:16` and `1080p`, never `image`.
    claims: (word) => /\d/.test(word) && choices.some((value) => value === word.toLowerCase()),
    names: (word) => find(word) !== undefined,
  };
}

const YES = new Set(["yes", "y", "true", "on", "1"]);
const NO = new Set(["no", "n", "false", "off", "0"]);

/** Yes or no. */
export function flag(description: string): Option<boolean | undefined> {
  return {
    kind: "flag",
    description,
    required: false,
    read: (raw, name) => {
      const said = written(raw);
      if (YES.has(said.toLowerCase())) return true;
      if (NO.has(said.toLowerCase())) return false;
      throw new UserError(`${name} is yes or no, not ${quote(said)}.`, { option: name });
    },
    absent: () => undefined,
    claims: never,
    names: never,
  };
}

/** A picture or a video: attached, a link, or a part of an earlier job. What it really is, the probe says. */
export function attachment(
  description: string,
  settings: { accept: "image" | "video" },
): Option<FileSource | undefined> {
  const what = settings.accept === "image" ? "a picture" : "a video";
  return {
    kind: settings.accept,
    description,
    required: false,
    read: (raw, name) => {
      const source = isAttachment(raw) ? raw : readFileSource(String(raw).trim());
      if (source !== undefined) return source;
      const sentence = `${name} takes ${what}: attach the file to the command, or give its link, as ${name}:https://…`;
      throw new UserError(sentence, { option: name });
    },
    absent: () => undefined,
    claims: never,
    names: never,
  };
}

/** A value as the member would write it. */
function written(raw: RawValue): string {
  return isAttachment(raw) ? raw.name : String(raw).trim();
}
