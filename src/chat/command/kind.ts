import { sentences } from "../../text/sentences.ts";
import { anyOf, type Text } from "../../text/text.ts";
import type { Meanings, Meant } from "../line/types.ts";
import type { Command } from "./command.ts";

const words = sentences("kind", {
  elsewhere: "Leave {option} out, or use {commands}: /{command} doesn't take {option}.",
});

/**
 * Commands of one kind, each of which knows the others' options: what it lacks itself is no words of its line but
 * refused, by the command's own sentence or by one that says which commands take it.
 */
export function knowingEachOther(commands: readonly Command[]): readonly Command[] {
  const takers = Map.groupBy(
    commands.flatMap((command) => Object.entries(command.options).map(([name, option]) => ({ name, option, command }))),
    ({ name }) => name,
  );
  return commands.map((command) => {
    const lacked = [...takers].filter(([name]) => !Object.hasOwn(command.options, name));
    const lacks = lacked.map(([name, having]) => {
      const others = anyOf(having.map((one) => `/${one.command.name}`));
      const sentence = words.elsewhere({ option: name, commands: others, command: command.name });
      return [
        name,
        lacking(
          having.map(({ option }) => option),
          command.refusals?.[name] ?? sentence,
        ),
      ] as const;
    });
    return { ...command, lacks: Object.fromEntries(lacks) satisfies Meanings };
  });
}

/** What of the options tells that they are meant; none of them takes words or files here. */
function lacking(options: readonly Meant[], refusal: Text): Meant {
  const [{ unit } = {}] = options;
  const all = <T>(of: (option: Meant) => readonly T[] | undefined) => [
    ...new Set(options.flatMap((one) => of(one) ?? [])),
  ];
  const aliases = Object.assign({}, ...options.map((one) => one.aliases ?? {})) as Record<string, string>;
  return {
    ...{ kind: "lacking", refusal, aliases },
    ...{ also: all((one) => one.also), atEnds: all((one) => one.atEnds), choices: all((one) => one.choices) },
    ...(unit === undefined ? {} : { unit }),
  };
}
