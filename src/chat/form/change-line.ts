import { type Command, meaningsOf } from "../command/command.ts";
import { findCommand } from "../command/find.ts";
import type { RawValue } from "../contract/invocation.ts";
import { formatLine, parseLine } from "../line/line.ts";

/** The line with some options set anew, for the same command; one that no command reads stays as it is. */
export function changeLine(
  line: string,
  commands: readonly Command[],
  change: Readonly<Record<string, RawValue>>,
): string {
  const { command, rest } = findCommand(commands, line);
  if (!command) return line;
  const options = parseLine(rest, meaningsOf(command), [], {}, "words");
  return formatLine(command.name, { ...options, ...change });
}
