import type { ViewOutput } from "@slack/bolt";
import { UserError } from "../../base/errors.ts";
import type { Command } from "../../chat/command/command.ts";
import type { Attachment, RawValue } from "../../chat/contract/invocation.ts";
import { FILES_FIELD, MORE_FIELD } from "../../chat/form/form.ts";
import { sayNoFile, sayWrongFile } from "../../chat/form/form-words.ts";
import { parseLine } from "../../chat/line/line.ts";
import { fieldOf, USUAL_VALUE, WHERE_FIELD } from "./form-fields.ts";
import { lackingOf, wordsOption } from "./lacking.ts";
import { checkValues } from "./mend.ts";
import type { Meta } from "./meta.ts";

/** What Slack says of a file that was put into a form. */
export interface FormFile {
  id: string;
  name?: string;
  size?: number;
  mimetype?: string;
}

/** What was filled in, before anybody has looked whether it can be. */
export interface Entered {
  values: Readonly<Record<string, string>>;
  more: string;
  files: readonly FormFile[];
  /** The conversation that was chosen. */
  where?: string;
}

/** Reads what a form holds when it is sent. A default that was left as it is counts as not said. */
export function readState({ state }: Pick<ViewOutput, "state">, { usual = {} }: Pick<Meta, "usual">): Entered {
  const values: Record<string, string> = {};
  let files: readonly FormFile[] = [];
  let where: string | undefined;
  for (const [block, actions] of Object.entries(state.values)) {
    const name = fieldOf(block);
    const held = Object.values(actions)[0];
    if (name === FILES_FIELD) files = held?.files ?? [];
    else if (name === WHERE_FIELD) where = held?.selected_conversation ?? undefined;
    else {
      const chosen = held?.selected_option?.value ?? held?.selected_user ?? held?.selected_conversation;
      const value = chosen ?? held?.value ?? "";
      if (value.trim() !== "" && value !== USUAL_VALUE && value !== usual[name]) values[name] = value;
    }
  }
  const { [MORE_FIELD]: more = "", ...rest } = values;
  return { values: rest, more, files, ...(where === undefined ? {} : { where }) };
}

/**
 * What was filled in as the command reads it, by its options. Throws UserError with the option, for what can be told at
 * once.
 */
export function readEntered(
  command: Command,
  { values, more, files }: Entered,
  { kept, attachmentOf }: { kept: Readonly<Record<string, Attachment>>; attachmentOf(file: FormFile): Attachment },
): Readonly<Record<string, RawValue>> {
  const accept = acceptedBy(command);
  const wrong = files.find(({ mimetype = "" }) => mimetype !== "" && !accept.some((kind) => mimetype.startsWith(kind)));
  const fileOption = Object.keys(command.options).find((name) => takesFile(command, name));
  if (wrong) throw new UserError(sayWrongFile(wrong.name ?? wrong.id, accept), { option: fileOption });
  // The files that are new go into the places that are free; words have a field of their own, and are lost in another.
  const taken = (name: string) => name in kept || (name in values && command.options[name]?.rest === true);
  const free = Object.fromEntries(Object.entries(command.options).filter(([name]) => !taken(name)));
  const line = parseLine(more, free, files.map(attachmentOf));
  const raw = { ...line, ...values, ...kept };
  checkValues(command, raw);
  if (lackingOf(command, raw) === "file") throw new UserError(sayNoFile(accept), { option: fileOption });
  return raw;
}

/** The block of the field at which a sentence about an option is shown: its own, the files', that of the others, or the first. */
export function fieldFor(
  command: Command,
  blocks: readonly { type: string; block_id?: string }[],
  option?: string,
): string {
  const fields = blocks.flatMap(({ type, block_id: id }) => (type === "input" && id !== undefined ? [id] : []));
  const own = option !== undefined && takesFile(command, option) ? FILES_FIELD : option;
  const wanted = [own, MORE_FIELD, wordsOption(command)];
  const found = wanted.map((name) => fields.find((id) => fieldOf(id) === name)).find((id) => id !== undefined);
  return found ?? fields[0] ?? MORE_FIELD;
}

function acceptedBy({ options }: Command): ("image" | "video")[] {
  const kinds = Object.values(options).map(({ kind }) => kind);
  return (["image", "video"] as const).filter((kind) => kinds.includes(kind));
}

function takesFile({ options }: Command, name: string): boolean {
  return options[name]?.kind === "image" || options[name]?.kind === "video";
}
