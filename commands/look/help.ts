import { UserError } from "../../src/base/errors.ts";
import { clip } from "../../src/base/words.ts";
import { type Command, defineCommand } from "../../src/chat/command/command.ts";
import { findCommand, groupOf } from "../../src/chat/command/find.ts";
import { text } from "../../src/chat/command/options.ts";
import { type Card, privately } from "../../src/chat/contract/card.ts";
import { familiesWith } from "../../src/models/families.ts";
import { quoted } from "../../src/text/measures.ts";
import { sentences } from "../../src/text/sentences.ts";
import { lines, paragraphs, type Text } from "../../src/text/text.ts";
import { pricesCard } from "./prices.ts";

const words = sentences("command.help", {
  description: "See what I can do, how to type it, and what it costs",
  about: "A command, or prices",
  title: "What you can ask for",
  line: "/{name}: {description}",
  names:
    "In a prompt, @Ada is a character from the cast. With {models}, @start and @end are the first and the last frame, @image1, @image2, and so on the reference pictures, and @video the video.",
  how: "Write options as duration:8 or --duration 8. 8s, 9:16, and 1080p work on their own before or after your words, and --turbo anywhere; the rest of the line is the prompt. Attach pictures before you send.",
  more: "/help prices says what videos cost; /help video explains one command.",
  titleOf: "/{name}",
  option: "{name}: {description}",
  options: "{first} to {last}: {description}",
  unknown: "There's no command called {said}. /help lists them all, and /help prices says what they cost.",
});

const EXAMPLE = "/video a paper boat on a river 8s 9:16";
const PRICES = "prices";

export default defineCommand({
  name: "help",
  description: words.description,
  options: { about: text(words.about, { rest: true, bare: true, completes: [PRICES] }) },
  run: async ({ options: { about = "" }, commands, actor, generations, preferences }) => {
    const known = commands.filter(({ unlisted, adminOnly }) => !unlisted && (!adminOnly || actor.admin));
    if (about === "") return listCard(known);
    if (about.toLowerCase() === PRICES)
      return pricesCard(await generations.models(), await preferences.chosen(), (await generations.jobs()).jobs);
    const { command, name } = findCommand(known, about);
    if (command) return commandCard(command);
    const group = known.filter((one) => groupOf(one) === name);
    if (group.length === 0) throw new UserError(words.unknown({ said: quoted(clip(about)) }), { option: "about" });
    return privately<Text>(words.titleOf({ name }), lines(...group.map((one) => words.line(one))));
  },
});

function listCard(commands: readonly Command[]): Card<Text> {
  const all = lines(...commands.map(({ name, description }) => words.line({ name, description })));
  const names = words.names({ models: familiesWith("references") });
  return privately(words.title, paragraphs(all, words.how, names, words.more, EXAMPLE));
}

/** `reference2` is the second of the references; an option without a number is no number of them. */
function numbered(option: string): [stem: string, number: number] {
  const [, stem = option, number = "0"] = /^([a-z]+)(\d+)$/.exec(option) ?? [];
  return [stem, Number(number)];
}

/** One command with all its options; those that come in numbers in a line together. */
function commandCard({ name, description, options }: Command): Card<Text> {
  const names = Object.keys(options);
  const listed = Object.entries(options).flatMap(([option, about], index) => {
    const [stem, number] = numbered(option);
    if (number > 1) return [];
    const last = names.slice(index).findLast((one) => number === 1 && numbered(one)[0] === stem) ?? option;
    if (last === option) return words.option({ name: option, description: about.description });
    return words.options({ first: option, last, description: about.description });
  });
  return privately<Text>(words.titleOf({ name }), paragraphs(description, lines(...listed)));
}
