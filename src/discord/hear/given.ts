import { UserError } from "../../base/errors.ts";
import { type Command, meaningsOf } from "../../chat/command/command.ts";
import { commandNamed } from "../../chat/command/find.ts";
import { type RawValue, readFileSource, type Typed } from "../../chat/contract/invocation.ts";
import { parseLine } from "../../chat/line/line.ts";
import { takesFile, wordsOption } from "../../chat/line/places.js";
import type { Meanings } from "../../chat/line/types.ts";

type Given = Readonly<Record<string, RawValue>>;

/** What of a command says how it is given its words and files. */
export interface Outline {
  readonly name: string;
  readonly options: Meanings;
}

/**
 * Discord's option for a file holds a file alone, so a link to one stands among the words, as `image:https://…`, or
 * as `image:g_….last` for a part of an earlier job. Nothing else is read out of the words: they stay as they were typed.
 */
export function takeLinks({ options }: Outline, given: Given): Given {
  const rest = wordsOption(options);
  const words = rest === undefined ? undefined : given[rest];
  if (rest === undefined || typeof words !== "string") return given;
  const found: Record<string, RawValue> = {};
  const left = words.replaceAll(/(^|\s)([a-z_]+\d?):(\S+)(?=\s|$)/g, (whole, _space, name: string, value: string) => {
    const isFree = takesFile(options[name]) && given[name] === undefined && found[name] === undefined;
    if (!isFree || readFileSource(value) === undefined) return whole;
    found[name] = value;
    return "";
  });
  if (Object.keys(found).length === 0) return given;
  const { [rest]: _, ...others } = given;
  return { ...others, ...found, ...(left.trim() === "" ? {} : { [rest]: left.trim() }) };
}

/** The files that a command was given, by their options, as far as they are attached. */
export function filesGiven(
  commands: readonly Command[],
  name: string,
  { options = {}, line = "", attachments = [] }: Typed,
): Given {
  const command = commandNamed(commands, name);
  if (!command) return options;
  try {
    return parseLine(line, meaningsOf(command), attachments, options);
  } catch (error) {
    // A line that can't be read has been answered so; its files have no place then.
    if (error instanceof UserError) return options;
    throw error;
  }
}
