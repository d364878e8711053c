import { UserError } from "../../base/errors.ts";
import { type Command, meaningsOf } from "../command/command.ts";
import type { Option, OptionMap } from "../command/option.ts";
import { type Attachment, isAttachment, type RawValue, type Typed } from "../contract/invocation.ts";
import { formatLine, parseLine } from "../line/line.ts";
import { fileOptions, takesFile, wordsOption } from "../line/places.js";

/** A command as a form, for chats where a line or a list of options is not enough. */
export interface Form {
  command: Command;
  fields: readonly Field[];
  /** Files that are there already, by their option: nothing has to be filled in for them. */
  kept: Readonly<Record<string, Attachment>>;
}

/** One option, written or chosen; `value` is what stands there when the form opens. */
export interface OptionField {
  readonly is: "option";
  readonly name: string;
  readonly option: Option<unknown>;
  readonly value?: string;
  /** Which line of it, from 1, where each has a field. */
  readonly line?: number;
}

/** What one field fills. */
export type Field =
  | OptionField
  /**
   * Files for all the options that take some, in their order, at most `most`. `else` is what makes them go elsewhere, as
   * it is typed: `pictures:references`.
   */
  | {
      readonly is: "files";
      readonly accept: readonly ("image" | "video")[];
      readonly most: number;
      readonly else: readonly string[];
    }
  /** All options that have no field of their own, as a line: `duration:8 sound:yes`. */
  | { readonly is: "more"; readonly example: string; readonly value: string };

/** What a filled-in form gives: the written values by the option's name, the line of the others, and the files. */
export interface Filled {
  values: Readonly<Record<string, string>>;
  more?: string;
  files: readonly Attachment[];
}

/** Fields are named so where a chat needs a name for the two that are no option's. */
export const FILES_FIELD = "files";
export const MORE_FIELD = "more";

/** What a chat's forms have room for: so many fields, and so many characters in one. */
export interface Room {
  readonly fields: number;
  readonly text: number;
}

/** How many options the hint of the last field names. */
const EXAMPLES = 4;

/**
 * The command as a form, with what is given filled in: what takes the words of a line first, then files, then the options
 * in their order; those for which there is no room are written in the last field. Lines that are too many for one field
 * have one each.
 */
export function formOf(command: Command, given: Readonly<Record<string, RawValue>>, room: Room): Form {
  const { options } = command;
  const names = Object.keys(options);
  const wanted = fileOptions(options).filter((name) => given[name] === undefined);
  const written = names
    .filter((name) => !takesFile(options[name]))
    .sort((a, b) => Number(options[b]?.rest ?? false) - Number(options[a]?.rest ?? false));
  // A link, or a part of an earlier job, in the place of a file: there is no field for such but the last.
  const links = fileOptions(options).filter((name) => typeof given[name] === "string");
  const apart = (name: string) => fieldsFor(options[name], room);
  const places = room.fields - (wanted.length > 0 ? 1 : 0) - written.reduce((more, name) => more + apart(name) - 1, 0);
  const own = written.length + Math.min(links.length, 1) <= places ? written : written.slice(0, places - 1);
  const others = [...written.filter((name) => !own.includes(name)), ...links];
  return {
    command,
    fields: [
      ...own.flatMap((name) => optionFields(options[name], name, given[name], apart(name))),
      ...filesField(options, wanted),
      ...moreField(given, others),
    ],
    kept: Object.fromEntries(
      Object.entries(given).filter((entry): entry is [string, Attachment] => isAttachment(entry[1])),
    ),
  };
}

/** How many fields an option has: one, or one for each of its lines, where all of them don't fit into one. */
function fieldsFor(option: Option<unknown> | undefined, { fields, text }: Room): number {
  const { most, longest } = option?.lines ?? { most: 1, longest: 0 };
  return most * (longest + 1) > text && most <= fields ? most : 1;
}

function optionFields(
  option: Option<unknown> | undefined,
  name: string,
  value: RawValue | undefined,
  count: number,
): OptionField[] {
  if (!option) return [];
  const holding = (held: string | undefined) => (held === undefined ? {} : { value: held });
  if (count === 1) return [{ is: "option", name, option, ...holding(value === undefined ? undefined : String(value)) }];
  const written =
    value === undefined
      ? []
      : String(value)
          .split("\n")
          .filter((line) => line.trim() !== "");
  // Of more lines than there are fields, the last field has the rest, so that what is too much can be said.
  const held = [
    ...written.slice(0, count - 1),
    ...(written.length < count ? [] : [written.slice(count - 1).join("\n")]),
  ];
  return Array.from({ length: count }, (_, index) => {
    return { is: "option", name, option, line: index + 1, ...holding(held[index]) };
  });
}

function filesField(options: OptionMap, wanted: readonly string[]): Field[] {
  if (wanted.length === 0) return [];
  const kinds = wanted.map((name) => (options[name]?.kind === "video" ? "video" : "image"));
  const ways = Object.entries(options).flatMap(([name, { filesGo = {} }]) => {
    return Object.keys(filesGo).map((value) => `${name}:${value}`);
  });
  return [{ is: "files", accept: [...new Set(kinds)], most: wanted.length, else: ways }];
}

function moreField(given: Readonly<Record<string, RawValue>>, names: readonly string[]): Field[] {
  if (names.length === 0) return [];
  const values = names.flatMap((name): [string, RawValue][] => {
    const value = given[name];
    return value === undefined ? [] : [[name, value]];
  });
  const example = names.slice(0, EXAMPLES).map((name) => `${name}:…`);
  return [{ is: "more", example: example.join(" "), value: formatLine("", Object.fromEntries(values)).trim() }];
}

/** What the member filled in, as a command's input. Empty fields count as not given. */
export function readForm({ kept }: Pick<Form, "kept">, { values, more = "", files }: Filled): Typed {
  const said = Object.entries(values).filter(([, value]) => value.trim() !== "");
  return { options: { ...Object.fromEntries(said), ...kept }, line: more, attachments: files };
}

/**
 * What a typed line gives each option, for a form to begin with. What can't be read stands in the option that takes the
 * words, so that nothing that was typed is lost.
 */
export function givenBy(command: Command, line: string): Record<string, RawValue> {
  try {
    return parseLine(line, meaningsOf(command), [], {}, "words");
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const rest = wordsOption(command.options);
    return rest === undefined ? {} : { [rest]: line };
  }
}
