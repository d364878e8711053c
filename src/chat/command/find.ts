import { clip } from "../../base/words.ts";
import { nearestOf } from "../line/nearest.ts";
import type { Command } from "./command.ts";

/** What a line asks for. */
export interface Found {
  /** The command's name; of a line that begins with none, its first word, which may be a group's. */
  name: string;
  command: Command | undefined;
  /** What follows the name, without the white space around it. */
  rest: string;
}

/** The command that a line begins with, with or without its slash and however it is spaced and capitalized. */
export function findCommand(commands: readonly Command[], line: string): Found {
  const [first, after] = firstWord(line);
  const name = first.replace(/^\//, "");
  const [second, rest] = firstWord(after);
  const sub = commandNamed(commands, `${name} ${second}`);
  if (sub) return { name: sub.name, command: sub, rest: rest.trimEnd() };
  const command = commandNamed(commands, name);
  return { name: command?.name ?? clip(name), command, rest: after.trimEnd() };
}

/** The command of exactly that name, both its words where it has two. */
export function commandNamed(commands: readonly Command[], name: string): Command | undefined {
  return commands.find((command) => command.name === name);
}

/** So many letters of a command's name may be wrong, of a short one none. */
const TYPOS = 2;
const LONGEST_TYPED = 24;

/** The command whose name is nearly that word; undefined where none is near enough. */
export function nearestCommand(word: string, commands: readonly Command[]): string | undefined {
  const names = [...new Set(commands.map(groupOf))];
  return word.length > LONGEST_TYPED ? undefined : nearestOf(word, names, Math.min(TYPOS, word.length - 2));
}

/** The word after the slash: a command, or the group that a subcommand is in. */
export function groupOf({ name }: Pick<Command, "name">): string {
  return name.split(" ")[0] ?? name;
}

/** The second word of a subcommand's name; empty for a command of one word. */
export function subcommandOf(command: Pick<Command, "name">): string {
  return command.name.slice(groupOf(command).length + 1);
}

/** The first word of a line in lower case, and what follows it. */
function firstWord(line: string): [word: string, rest: string] {
  const [, word = "", rest = ""] = /^\s*(\S*)\s*([\s\S]*)$/.exec(line) ?? [];
  return [word.toLowerCase(), rest];
}
