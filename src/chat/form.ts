import { UserError } from "../errors.ts";
import type { Command, OptionMap } from "./command.ts";
import { type Attachment, isAttachment, type RawValue, type Typed } from "./invocation.ts";
import { formatLine, parseLine } from "./line.ts";
import type { Option } from "./options.ts";

/** A command as a form, for chats where a line or a list of options is not enough. */
export interface Form {
  command: Command;
  fields: readonly Field[];
  /** Files that are there already, by their option: nothing has to be filled in for them. */
  kept: Readonly<Record<string, Attachment>>;
}

/** What one field fills. */
export type Field =
  /** One option, written or chosen; `value` is what stands there when the form opens. */
  | { readonly is: "option"; readonly name: string; readonly option: Option<unknown>; readonly value?: string }
  /** Files for all the options that take some, in their order, at most `most`. */
  | { readonly is: "files"; readonly accept: readonly ("image" | "video")[]; readonly most: number }
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

const FILE_KINDS = new Set<string>(["image", "video"]);

/**
 * The command as a form of at most `room` fields, with what is given filled in: what takes the words of a line first,
 * then files, then the options in their order; those for which there is no room are written in the last one.
 */
export function formOf(command: Command, given: Readonly<Record<string, RawValue>>, room: number): Form {
  const { options } = command;
  const names = Object.keys(options);
  const files = names.filter((name) => takesFile(options, name));
  const kept = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, Attachment] => isAttachment(entry[1])),
  );
  const wanted = files.filter((name) => given[name] === undefined);
  const written = names
    .filter((name) => !files.includes(name))
    .sort((a, b) => Number(options[b]?.rest ?? false) - Number(options[a]?.rest ?? false));
  const places = room - (wanted.length > 0 ? 1 : 0);
  const fits = written.length <= places && files.every((name) => typeof given[name] !== "string");
  const own = fits ? written : written.slice(0, places - 1);
  const rest = names.filter(
    (name) => !own.includes(name) && (!files.includes(name) || typeof given[name] === "string"),
  );
  return { command, fields: [...fieldsOf(own), ...filesField(), ...moreField()], kept };

  function fieldsOf(shown: readonly string[]): Field[] {
    return shown.flatMap((name) => {
      const option = options[name];
      if (!option) return [];
      const value = given[name];
      return [{ is: "option" as const, name, option, ...(value === undefined ? {} : { value: String(value) }) }];
    });
  }

  function filesField(): Field[] {
    if (wanted.length === 0) return [];
    const accept = [...new Set(wanted.map((name) => (options[name]?.kind === "video" ? "video" : "image")))] as const;
    return [{ is: "files", accept, most: wanted.length }];
  }

  function moreField(): Field[] {
    if (fits) return [];
    const left = Object.fromEntries(rest.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
    const value = formatLine("", left as Record<string, RawValue>).trim();
    return [
      {
        is: "more",
        example: rest
          .slice(0, EXAMPLES)
          .map((name) => `${name}:…`)
          .join(" "),
        value,
      },
    ];
  }
}

/** How many options the hint of the last field names. */
const EXAMPLES = 4;

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
    return parseLine(line, command.options, []);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const rest = Object.keys(command.options).find((name) => command.options[name]?.rest);
    return rest === undefined ? {} : { [rest]: line };
  }
}

/** The command that a line begins with, and what follows it. A subcommand's name is two words. */
export function splitLine(commands: readonly Command[], line: string): { command: Command; rest: string } | undefined {
  const command = commands
    .filter(({ name }) => line === name || line.startsWith(`${name} `))
    .sort((a, b) => b.name.length - a.name.length)[0];
  return command && { command, rest: line.slice(command.name.length).trim() };
}

function takesFile(options: OptionMap, name: string): boolean {
  return FILE_KINDS.has(options[name]?.kind ?? "");
}
