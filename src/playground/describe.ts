import type { Command } from "../chat/command/command.ts";
import type { Option } from "../chat/command/option.ts";
import { inEnglish } from "../text/render.ts";

/** A command as the page completes it: its options without what reads them. */
export function describe({ name, description, adminOnly = false, options }: Command) {
  const described = Object.entries(options).map(([name, option]) => [name, describeOption(name, option)]);
  return { name, description: inEnglish(description), adminOnly, options: Object.fromEntries(described) };
}

function describeOption(name: string, { read: _read, ...option }: Option<unknown>) {
  return { name, ...option, description: inEnglish(option.description) };
}
