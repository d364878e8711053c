import type { LocalMaker } from "../../generations/makers/local.ts";
import type { Text } from "../../text/text.ts";
import type { Card } from "../contract/card.ts";
import type { Actor } from "../contract/invocation.ts";
import type { Meanings, Meant } from "../line/types.ts";
import type { MessageCommand } from "./message-command.ts";
import type { Option, OptionMap, Parsed } from "./option.ts";
import type { ResultButton } from "./result-button.ts";
import type { Services } from "./services.ts";

/** What a command's `run` is given. */
export interface Context<Options extends OptionMap> extends Services {
  options: Parsed<Options>;
  actor: Actor;
}

/**
 * A slash command as data. Every platform draws it from this: Discord registers it, Slack builds its form, the
 * playground completes it. `run` gives the card for the answer, or nothing where a message in the channel says it all.
 */
export interface Command<Options extends OptionMap = OptionMap> {
  /** Lower case, one word; a subcommand's name is both words: `element create`. */
  readonly name: string;
  /** At most 100 characters in each language (Discord's limit). */
  readonly description: Text;
  readonly options: Options;
  /** Sentences about options that it doesn't have and that members may type here, by their names. */
  readonly refusals?: Readonly<Record<string, Text>>;
  /** What only others of its kind take: known in a typed line, and refused. Set by `knowingEachOther`. */
  readonly lacks?: Meanings;
  /** Only for admins: Discord hides it from others, and dispatch refuses them. */
  readonly adminOnly?: boolean;
  /** Only buttons type it: it works, and nothing lists or completes it. */
  readonly unlisted?: boolean;
  /** What it offers under a finished video. */
  readonly results?: readonly ResultButton[];
  /** What it offers in the menu of a message that has a picture or a video. */
  readonly onMessage?: MessageCommand;
  /** What it has Reelay make by itself. */
  readonly makes?: LocalMaker;
  run(context: Context<Options>): Promise<Card<Text> | undefined>;
}

/** All that a typed line may name: the command's own options, and what it refuses by name. */
export function meaningsOf(
  command: Pick<Command, "options" | "lacks">,
): Readonly<Record<string, Option<unknown> | Meant>> {
  const there = meanings.get(command);
  if (there) return there;
  const all = { ...command.options, ...command.lacks };
  meanings.set(command, all);
  return all;
}

/** Put together once a command: a line asks for them often. */
const meanings = new WeakMap<object, Readonly<Record<string, Option<unknown> | Meant>>>();

/** Keeps the options' own types for `run`, and gives a command that any list can hold. */
export function defineCommand<const Options extends OptionMap>(command: Command<Options>): Command {
  return command as unknown as Command;
}
