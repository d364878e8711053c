import { UserError } from "../../base/errors.ts";
import { type Command, meaningsOf } from "../../chat/command/command.ts";
import { findCommand } from "../../chat/command/find.ts";
import type { RawValue } from "../../chat/contract/invocation.ts";
import { givenBy } from "../../chat/form/form.ts";
import { lackingOf } from "../../chat/form/lacking.ts";
import { sayAbout } from "../../chat/line/line.ts";
import { mendLine, readChecked } from "../../chat/line/mend.ts";
import { Unclear } from "../../chat/line/unclear.ts";
import type { Text } from "../../text/text.ts";
import { takesMentions, unwrap, unwrapButMentions } from "./typed.ts";

/** What is to be done with a typed line. */
export type Read =
  | { do: "run"; command: string; line: string }
  /** Something is missing that it can't begin without. */
  | { do: "fill"; command: Command; given: Readonly<Record<string, RawValue>> }
  /** `line` is the line as it could be sent, as far as it can be mended. */
  | { do: "refuse"; sentence: Text; line: string };

/** Reads a line as Slack sends it, without the command that takes all; an empty one is the first command's. */
export function readTyped(commands: readonly Command[], line: string): Read {
  const [first] = commands;
  const typed =
    line.trim() === "" && first ? { name: first.name, command: first, rest: "" } : findCommand(commands, line);
  const { command, name } = typed;
  const rest = command && takesMentions(command) ? unwrapButMentions(typed.rest) : unwrap(typed.rest);
  if (!command || command.unlisted) return { do: "run", command: name, line: rest };
  const meanings = meaningsOf(command);
  try {
    const given = readChecked(meanings, rest);
    if (lackingOf(command.options, given) === undefined) return { do: "run", command: name, line: rest };
    return { do: "fill", command, given: givenBy(command, rest) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // The question has buttons, which dispatch draws.
    if (error instanceof Unclear) return { do: "run", command: name, line: rest };
    const line = `${name} ${mendLine(meanings, rest) ?? rest}`.trim();
    return { do: "refuse", sentence: sayAbout(error, rest, meanings), line };
  }
}
