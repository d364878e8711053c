import type { Command } from "../../chat/command/command.ts";
import type { RawValue } from "../../chat/contract/invocation.ts";

/** What a command can't begin without. */
export type Lacking = "words" | "file";

const FILE_KINDS = new Set<string>(["image", "video"]);

/**
 * What is missing before the command can be run at all. A command whose first option takes the words is about words;
 * another one that takes files is about a file. Everything else is said by the command itself.
 */
export function lackingOf(command: Command, given: Readonly<Record<string, RawValue>>): Lacking | undefined {
  const options = Object.entries(command.options);
  const has = (name: string) => given[name] !== undefined && given[name] !== "";
  const [first] = options;
  if (first?.[1].rest && first[1].kind === "text") return has(first[0]) ? undefined : "words";
  const files = options.filter(([, { kind }]) => FILE_KINDS.has(kind)).map(([name]) => name);
  return files.length === 0 || files.some(has) ? undefined : "file";
}

/** The option that the words go to. */
export function wordsOption(command: Command): string | undefined {
  return Object.keys(command.options).find((name) => command.options[name]?.rest);
}
