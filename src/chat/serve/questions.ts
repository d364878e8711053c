import { UserError } from "../../base/errors.ts";
import { sentences } from "../../text/sentences.ts";
import { anyOf, type Text } from "../../text/text.ts";
import { unclearCard } from "../cards/unclear.ts";
import { type Command, meaningsOf } from "../command/command.ts";
import { commandNamed, findCommand, groupOf, nearestCommand, subcommandOf } from "../command/find.ts";
import type { OptionMap } from "../command/option.ts";
import type { Card } from "../contract/card.ts";
import { type Invocation, isAttachment, type RawValue, type Typed } from "../contract/invocation.ts";
import { formatLine, parseLine } from "../line/line.ts";
import { takesFile } from "../line/places.js";
import type { Unclear } from "../line/unclear.ts";

const words = sentences("questions", {
  noCommand: "There is no /{name} here. /help lists what there is.",
  nearCommand: "There is no /{name} here. The nearest is /{near}.",
  subcommand: "Say what /{name} should do: {words}. /help explains each.",
});

/** A command that there isn't, and the one whose name is nearly that. */
export class Misspelt extends UserError {
  readonly near: string;
  readonly line: string;
  readonly does: "run" | "edit";

  constructor(near: string, text: Text, { typed }: Invocation) {
    super(text);
    this.near = near;
    this.line = `${near} ${typed.line ?? ""}`.trim();
    this.does = doesWith(typed);
  }
}

/** The command that is meant; of a group, the subcommand that the typed line begins with. */
export function meant(commands: readonly Command[], asked: Invocation): { command: Command; invocation: Invocation } {
  const exact = commandNamed(commands, asked.command);
  if (exact) return { command: exact, invocation: asked };
  const { name, command, rest } = findCommand(commands, `${asked.command} ${asked.typed.line ?? ""}`);
  if (command) return { command, invocation: { ...asked, command: name, typed: { ...asked.typed, line: rest } } };
  const listed = commands.filter((one) => !one.unlisted && (!one.adminOnly || asked.actor.admin));
  const group = listed.filter((one) => groupOf(one) === name);
  if (group.length === 0) {
    const near = nearestCommand(name, listed);
    if (near === undefined) throw new UserError(words.noCommand({ name }));
    throw new Misspelt(near, words.nearCommand({ name, near }), asked);
  }
  throw new UserError(words.subcommand({ name, words: anyOf(group.map(subcommandOf)) }));
}

/** What a button does with a line: a file goes along only through a form. */
function doesWith({ attachments = [], options = {} }: Typed): "run" | "edit" {
  return attachments.length > 0 || Object.values(options).some(isAttachment) ? "edit" : "run";
}

/** Asks which of two lines was meant. Nothing where neither can be read. */
export function questionOf(unclear: Unclear, commands: readonly Command[], asked: Invocation): Card<Text> | undefined {
  const { command, invocation } = meant(commands, asked);
  const { line = "", attachments = [], options: given = {} } = invocation.typed;
  const does = doesWith(invocation.typed);
  const lineAs = (how: "meant" | "words") => {
    try {
      const raw = parseLine(line, meaningsOf(command), attachments, given, how);
      return formatLine(command.name, withoutFiles(raw, command.options));
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  };
  const [yes, no] = [lineAs("meant"), lineAs("words")];
  return yes === undefined || no === undefined ? undefined : unclearCard(unclear, { yes, no, does });
}

/** A job names its files itself, by where they are kept: a link may be dead by then. */
export function withoutFiles(raw: Readonly<Record<string, RawValue>>, options: OptionMap): Record<string, RawValue> {
  return Object.fromEntries(Object.entries(raw).filter(([name]) => !takesFile(options[name])));
}
