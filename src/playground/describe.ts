import type { Command } from "../chat/command/command.ts";
import type { Option } from "../chat/command/option.ts";

/** A command as the page completes it. */
export function describe({ name, description, adminOnly = false, options }: Command) {
  return {
    name,
    description,
    adminOnly,
    options: Object.entries(options).map(([name, option]) => {
      const { kind, description, standard, choices, min, max, maxLength, completes, rest } = option;
      const bounds = { min, max, maxLength };
      return {
        name,
        kind,
        description,
        standard,
        choices,
        aliases: aliasesOf(option),
        ...bounds,
        completes,
        rest,
      };
    }),
  };
}

/** The parts of a choice's names that are as good as the whole: `turbo` for `kling-turbo`. */
function aliasesOf({ choices = [], names }: Option<unknown>): string[] | undefined {
  const parts = choices.flatMap((choice) => choice.split("-").slice(1)).filter(names);
  return parts.length > 0 ? parts : undefined;
}
