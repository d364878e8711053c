import { commands } from "../commands/index.ts";
import type { Command } from "../src/chat/command/command.ts";
import { commandNamed } from "../src/chat/command/find.ts";
import { FILES_FIELD } from "../src/chat/form/form.ts";
import { takesFile } from "../src/chat/line/places.js";
import { drawCommands } from "../src/discord/commands/draw.ts";
import { OTHER_CALLS } from "../src/models/documents/parameters.ts";
import type { Model } from "../src/models/parts/model.ts";
import { describe } from "../src/playground/words/describe.ts";
import { sayIn } from "../src/slack/draw/say.ts";
import { fieldOf } from "../src/slack/form/fields.ts";
import { formView } from "../src/slack/form/view.ts";
import { code, table } from "./tables.ts";

/** Options of a command that fill one option of a model: `/animate` by `reference1` to `reference7`. */
export interface Way {
  readonly command: string;
  readonly options: readonly string[];
}

/** What reaches one parameter of the gateway, in each chat: ways there, or why there are none. */
export interface Reached {
  readonly parameter: string;
  readonly option?: string;
  readonly because?: string;
  readonly discord: readonly Way[];
  readonly slack: readonly Way[];
  readonly playground: readonly Way[];
}

/** The commands that ask for a model, as a member types them. */
export function commandsOf({ asked, options }: Pick<Model, "asked" | "options">): string[] {
  if ("command" in asked) return [asked.command];
  return [asked.from === "text" ? "video" : "animate", ...(Object.hasOwn(options, "shots") ? ["storyboard"] : [])];
}

/** What reaches each parameter that the gateway documents for the model, as the chats themselves draw the commands. */
export function reachedOf(model: Model): Reached[] {
  return Object.entries(model.parameters).map(([parameter, answer]) => {
    if (typeof answer !== "string") return { parameter, ...answer, discord: [], slack: [], playground: [] };
    const by = (options: (command: Command) => ReadonlySet<string>) => waysTo(model, answer, options);
    return {
      ...{ parameter, option: answer },
      ...{ discord: by(onDiscord), slack: by(onSlack), playground: by(onPlayground) },
    };
  });
}

/** The model's parameters for its section of docs/models.md. */
export function parameterTable(model: Model): string {
  const rows = reachedOf(model).map(({ parameter, option = "", because, discord, slack, playground }) => {
    if (because !== undefined) return [code(parameter), because, "", "", ""];
    const [first, ...others] = [discord, slack, playground].map(sayWays);
    return [code(parameter), code(option), first ?? "", ...others.map((said) => (said === first ? "the same" : said))];
  });
  return table(["parameter", "our option, or why there is none", "on Discord", "on Slack", "in the playground"], rows);
}

/** What the gateway's other calls document, which nobody asks for by an option. */
export function otherCallsTable(): string {
  const rows = Object.entries(OTHER_CALLS).flatMap(([call, parameters]) =>
    Object.entries(parameters).map(([name, { because }]) => [code(call), code(name), because]),
  );
  return table(["call", "parameter", "why no option reaches it"], rows);
}

function waysTo(model: Model, option: string, drawn: (command: Command) => ReadonlySet<string>): Way[] {
  return commandsOf(model).flatMap((name) => {
    const command = commandNamed(commands, name);
    if (!command) return [];
    const there = drawn(command);
    const options = namesOf(command, option).filter((one) => there.has(one));
    return options.length === 0 ? [] : [{ command: name, options }];
  });
}

/** A list of a model is filled by options with a number: `references` by `reference1` and on. */
function namesOf({ options }: Command, option: string): string[] {
  if (Object.hasOwn(options, option)) return [option];
  const numbered = new RegExp(`^${option.replace(/s$/, "")}\\d+$`);
  return Object.keys(options).filter((name) => numbered.test(name));
}

/** The options of a slash command. */
function onDiscord(command: Command): ReadonlySet<string> {
  const [drawn] = drawCommands([command], []);
  const all = drawn && "options" in drawn ? (drawn.options ?? []) : [];
  const [first] = all;
  const own = first && "options" in first && command.name.includes(" ") ? (first.options ?? []) : all;
  return new Set(own.map(({ name }) => name));
}

/** The fields of a form; files share one, in the order of their options. */
function onSlack(command: Command): ReadonlySet<string> {
  const { blocks } = formView({ command, given: {} }, {}, sayIn("en"));
  const fields = new Set(blocks.flatMap(({ block_id }) => (block_id === undefined ? [] : [fieldOf(block_id)])));
  const names = Object.keys(command.options);
  const inField = (name: string) => fields.has(name) || (takesFile(command.options[name]) && fields.has(FILES_FIELD));
  return new Set(names.filter(inField));
}

/** The options that the page completes. */
function onPlayground(command: Command): ReadonlySet<string> {
  return new Set(Object.keys(describe(command, "en").options));
}

function sayWays(ways: readonly Way[]): string {
  return ways.map(({ command, options }) => `${code(`/${command}`)} ${sayOptions(options)}`).join(", ");
}

function sayOptions(options: readonly string[]): string {
  const [first = "", last = first] = [options[0], options.at(-1)];
  return first === last ? code(first) : `${code(first)}–${code(last)}`;
}
