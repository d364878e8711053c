import type { ViewOutput } from "@slack/bolt";
import { UserError } from "../../base/errors.ts";
import { clip } from "../../base/words.ts";
import { type Command, meaningsOf } from "../../chat/command/command.ts";
import { commandNamed } from "../../chat/command/find.ts";
import { type Attachment, isAttachment, type RawValue } from "../../chat/contract/invocation.ts";
import { FILES_FIELD, MORE_FIELD } from "../../chat/form/form.ts";
import { lackingOf } from "../../chat/form/lacking.ts";
import { parseLine } from "../../chat/line/line.ts";
import { checkValues } from "../../chat/line/mend.ts";
import { fileOptions, takesFile, wordsOption } from "../../chat/line/places.js";
import { quoted } from "../../text/measures.ts";
import type { Text } from "../../text/text.ts";
import type { StoredFile } from "../speak/kept.ts";
import { USUAL_VALUE } from "./elements.ts";
import { fieldOf, lineOf, WHERE_FIELD } from "./fields.ts";
import { type FormFile, rememberedFile, storedFile } from "./files.ts";
import { formWords } from "./form.words.ts";
import { type Meta, readMeta } from "./meta.ts";

/** What a form was sent with. */
export type Submission =
  /** Of another version of Reelay, or of a command that there is no longer. */
  | { is: "stale" }
  /** What is wrong, at the field of that block. */
  | { is: "wrong"; block: string; sentence: Text }
  | { is: "filled"; meta: Meta; channel: string; command: string; options: Options; files: Files };

type Options = Readonly<Record<string, RawValue>>;
/** The files among the options, as they are remembered. */
type Files = Readonly<Record<string, StoredFile>>;

/** What was filled in, before anybody has looked whether it can be. */
interface Entered {
  values: Readonly<Record<string, string>>;
  more: string;
  files: readonly FormFile[];
  /** The conversation that was chosen. */
  where?: string;
}

interface Ports {
  commands: readonly Command[];
  attachmentOf(file: FormFile): Attachment;
}

/** Reads a form that was sent, as far as it can be told at once whether its command can begin with it. */
export function readSubmission(
  view: Pick<ViewOutput, "state" | "blocks" | "private_metadata">,
  { commands, attachmentOf }: Ports,
): Submission {
  const meta = readMeta(view.private_metadata);
  const command = meta && commandNamed(commands, meta.command);
  if (!command) return { is: "stale" };
  const entered = readState(view, meta, command);
  const channel = meta.channel ?? entered.where;
  if (channel === undefined) return { is: "wrong", block: WHERE_FIELD, sentence: formWords.whereMissing };
  const stored = new Map<Attachment, StoredFile>();
  const open = (file: FormFile): Attachment => {
    const attachment = attachmentOf(file);
    stored.set(attachment, storedFile(file));
    return attachment;
  };
  try {
    const kept = mapValues(meta.files ?? {}, (file) => open(rememberedFile(file)));
    const options = readEntered(command, entered, { kept, open });
    return { is: "filled", meta, channel, command: command.name, options, files: filesAmong(options, stored) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { is: "wrong", block: blockFor(command, view.blocks, error.option), sentence: error.text };
  }
}

/** What the form holds. A default that was left as it is counts as not said. */
function readState(
  { state }: Pick<ViewOutput, "state">,
  { usual = {} }: Pick<Meta, "usual">,
  { options }: Pick<Command, "options">,
): Entered {
  const values: Record<string, string> = {};
  const lines = new Map<string, { number: number; value: string }[]>();
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
      if (value.trim() === "" || value === USUAL_VALUE || value === usual[name]) continue;
      const number = lineOf(block);
      if (number === 0) values[name] = value;
      else lines.set(name, [...(lines.get(name) ?? []), { number, value: value.trim() }]);
    }
  }
  for (const [name, written] of lines) {
    const inOrder = written.toSorted((a, b) => a.number - b.number);
    const { begins } = options[name]?.lines ?? {};
    values[name] = inOrder.map(({ value }) => (begins ? oneLine(value, begins) : value)).join("\n");
  }
  const { [MORE_FIELD]: more = "", ...rest } = values;
  return { values: rest, more, files, ...(where === undefined ? {} : { where }) };
}

/** A line as it stands in its field: a line break in it begins another one only before what begins one. */
function oneLine(value: string, begins: RegExp): string {
  const [first = "", ...more] = value.split(/\s*\n\s*/);
  return more.reduce((line, next) => line + (begins.test(next) ? "\n" : " ") + next, first);
}

/** The command's options by what was filled in. Throws UserError with the option, for what can be told at once. */
function readEntered(
  command: Command,
  { values, more, files }: Entered,
  { kept, open }: { kept: Readonly<Record<string, Attachment>>; open(file: FormFile): Attachment },
): Options {
  const accept = acceptedBy(command);
  const wrong = files.find(({ mimetype = "" }) => mimetype !== "" && !accept.some((kind) => mimetype.startsWith(kind)));
  const [option] = fileOptions(command.options);
  const takes = accept.length === 1 ? (accept[0] ?? "other") : "other";
  if (wrong)
    throw new UserError(formWords.wrongFile({ name: quoted(clip(wrong.name ?? wrong.id)), takes }), { option });
  // The files that are new go into the places that are free; words have a field of their own, and are lost in another.
  const taken = (name: string) => name in kept || (name in values && command.options[name]?.rest === true);
  const free = Object.fromEntries(Object.entries(meaningsOf(command)).filter(([name]) => !taken(name)));
  const options = parseLine(more, free, files.map(open), { ...values, ...kept });
  checkValues(command.options, options);
  if (lackingOf(command.options, options) === "file") throw new UserError(formWords.noFile({ takes }), { option });
  return options;
}

function filesAmong(options: Options, stored: ReadonlyMap<Attachment, StoredFile>): Files {
  const files = Object.entries(options).flatMap(([name, value]) => {
    const file = isAttachment(value) ? stored.get(value) : undefined;
    return file ? [[name, file] as const] : [];
  });
  return Object.fromEntries(files);
}

/** The block of the field at which a sentence about an option is shown: its own, the files', that of the others, or the first. */
function blockFor(
  command: Command,
  blocks: readonly { type: string; block_id?: string }[],
  option: string | undefined,
): string {
  const fields = blocks.flatMap(({ type, block_id: id }) => (type === "input" && id !== undefined ? [id] : []));
  const own = option !== undefined && takesFile(command.options[option]) ? FILES_FIELD : option;
  const wanted = [own, MORE_FIELD, wordsOption(command.options)];
  const found = wanted.map((name) => fields.find((id) => fieldOf(id) === name)).find((id) => id !== undefined);
  return found ?? fields[0] ?? MORE_FIELD;
}

function acceptedBy({ options }: Command): ("image" | "video")[] {
  const kinds = Object.values(options).map(({ kind }) => kind);
  return (["image", "video"] as const).filter((kind) => kinds.includes(kind));
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}
