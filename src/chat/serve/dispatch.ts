import { type Clock, systemClock } from "../../base/clock.ts";
import { UserError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { plainName, shorten, shortName } from "../../base/words.ts";
import type { UnitPrice } from "../../text/money.ts";
import { render } from "../../text/render.ts";
import { sentences } from "../../text/sentences.ts";
import type { Text } from "../../text/text.ts";
import { sayJob } from "../cards/generation.ts";
import { refusalCard, sayRefusal } from "../cards/refusals.ts";
import { misspeltCard } from "../cards/unclear.ts";
import { type Command, meaningsOf } from "../command/command.ts";
import { commandNamed, findCommand } from "../command/find.ts";
import type { OptionMap } from "../command/option.ts";
import type { Services } from "../command/services.ts";
import type { Card } from "../contract/card.ts";
import type { Invocation, RawValue } from "../contract/invocation.ts";
import { renderCard } from "../contract/render-card.ts";
import { formatLine, parseLine, sayAbout } from "../line/line.ts";
import { Unclear } from "../line/unclear.ts";
import { sayFault } from "./fault.ts";
import { createOwed, type OwedCard } from "./owed.ts";
import { Misspelt, meant, questionOf, withoutFiles } from "./questions.ts";

/** Runs invocations of any platform. */
export interface Dispatch {
  readonly commands: readonly Command[];
  /**
   * Reads the options by the command's schema and runs it. Never throws: what went wrong is a card for the member.
   * No card means that the announcement in the channel says it all. What the member could not be told earlier comes
   * after the answer.
   */
  run(invocation: Invocation): Promise<readonly Card[]>;
  /** The cards of `run` have been shown to the member. What was owed is so until then. Never throws. */
  shown(cards: readonly Card<Text>[]): Promise<void>;
  /** What could be meant by the beginning of an option's value, likeliest first. Never throws. */
  complete(asked: Completion): Promise<readonly Suggestion[]>;
  /** The line that asks for a job again, its files by the names under which they are kept. Throws UserError. */
  lineOf(by: Asker, job: string): Promise<string>;
}

const words = sentences("dispatch", {
  forAdmins: "/{command} is for admins. Ask one of them.",
});

/** A choice that a chat suggests is so long at most (Discord's limit), in characters. */
const LONGEST_LABEL = 100;

type Asker = Pick<Invocation, "actor" | "place">;

/** A value that is being typed. */
export interface Completion extends Asker {
  /** BCP 47: in which language the suggestions are read; English when the chat doesn't say. */
  locale?: string;
  command: string;
  option: string;
  begun: string;
}

/** One value that could be meant, and how a person reads it. */
export interface Suggestion {
  value: string;
  label: string;
}

interface Parts {
  commands: readonly Command[];
  /** The services bound to who asked; `line` is the command as it can be typed again, without its files. */
  services(
    invocation: Pick<Invocation, "actor" | "place" | "sourceId" | "aside">,
    line: string,
  ): Omit<Services, "commands">;
  /** What the member could not be shown when it was time. */
  owed(by: Asker): Promise<readonly OwedCard[]>;
  /** Whether the workspace names them as an admin of its own, for those of whom the chat doesn't say so. */
  namedAdmin?(by: Asker): Promise<boolean>;
  /** What a credit's unit is worth, for money beside credits; none is shown without it. */
  unitPrice?: UnitPrice | undefined;
  clock?: Clock;
  log: Logger;
}

export function createDispatch(parts: Parts): Dispatch {
  const { commands, services, owed, namedAdmin, unitPrice, clock = systemClock, log } = parts;
  const lateCards = createOwed({ unitPrice, clock, log });
  const known = async <By extends Asker>(by: By): Promise<By> => {
    // The one place by which names come in: they stand in sentences and titles of ours from here on.
    const actor = { ...by.actor, name: plainName(by.actor.name) };
    return { ...by, actor: { ...actor, admin: actor.admin || ((await namedAdmin?.(by)) ?? false) } };
  };
  const answer = async (from: Invocation): Promise<Card<Text> | undefined> => {
    let asked = from;
    try {
      asked = await known(from);
      const { command, invocation } = meant(commands, asked);
      if (command.adminOnly && !asked.actor.admin) throw new UserError(words.forAdmins({ command: command.name }));
      const raw = rawOptions(invocation, command);
      const bound = services(invocation, formatLine(command.name, withoutFiles(raw, command.options)));
      return await command.run({
        ...bound,
        commands,
        options: readOptions(raw, command.options),
        actor: invocation.actor,
      });
    } catch (error) {
      if (error instanceof Misspelt) return misspeltCard(error.near, error);
      const question = error instanceof Unclear ? questionOf(error, commands, asked) : undefined;
      if (question) return question;
      const sentence = error instanceof UserError ? sayOfLine(error, commands, asked) : sayRefusal(error);
      if (sentence !== undefined) return refusalCard(sentence, typedLine(asked));
      const about = { err: error, command: asked.command, source: asked.sourceId };
      return refusalCard(sayFault(log, "a command failed", about), typedLine(asked));
    }
  };
  const late = async (asked: Invocation): Promise<readonly Card[]> => {
    try {
      return lateCards.take(await owed(asked), asked.locale);
    } catch (error) {
      log.warn({ err: error }, "what a member is owed could not be read");
      return [];
    }
  };
  const run = async (asked: Invocation): Promise<readonly Card[]> => {
    const card = await answer(asked);
    const cards = await late(asked);
    return card ? [renderCard(card, asked.locale, unitPrice), ...cards] : cards;
  };
  const complete = async ({
    command,
    option,
    begun,
    actor,
    place,
    locale = "en",
  }: Completion): Promise<readonly Suggestion[]> => {
    const completes = commandNamed(commands, command)?.options[option]?.completes;
    if (completes === undefined) return [];
    const word = begun.trim().toLowerCase();
    const starts = (value: string) => value.toLowerCase().startsWith(word);
    try {
      const { cast, generations } = services({ actor, place, sourceId: "" }, "");
      if (completes === "element") return (await cast.names(word)).map(sayCharacter);
      if (completes === "job")
        return (await generations.jobs()).jobs
          .map((job) => suggest(sayJob(job), locale))
          .filter(({ value, label }) => starts(value) || label.toLowerCase().includes(word));
      return completes.filter(starts).map(sayItself);
    } catch (error) {
      log.warn({ err: error, command, option }, "nothing could be suggested");
      return [];
    }
  };
  const lineOf = async (by: Asker, job: string) => {
    const { actor, place } = await known(by);
    return services({ actor, place, sourceId: "" }, "").generations.line(job);
  };
  return { commands, run, shown: lateCards.shown, complete, lineOf };
}

function suggest({ value, label }: { value: string; label: Text }, locale: string): Suggestion {
  return { value, label: shorten(render(label, locale), LONGEST_LABEL) };
}

/** It is shown with its spaces, and written in the one word that prompts take. */
function sayCharacter(name: string): Suggestion {
  return { value: shortName(name), label: name };
}

function sayItself(value: string): Suggestion {
  return { value, label: value };
}

function rawOptions({ typed }: Invocation, command: Command): Readonly<Record<string, RawValue>> {
  return parseLine(typed.line ?? "", meaningsOf(command), typed.attachments ?? [], typed.options);
}

/** The sentence of an error about what was typed, with the way to keep as words what was meant so. */
function sayOfLine(error: UserError, commands: readonly Command[], asked: Invocation): Text {
  const { command, rest } = findCommand(commands, `${asked.command} ${asked.typed.line ?? ""}`);
  return command ? sayAbout(error, rest, meaningsOf(command)) : error.text;
}

function readOptions(raw: Readonly<Record<string, RawValue>>, options: OptionMap): Record<string, never> {
  const values = Object.entries(options).flatMap(([name, option]) => {
    const value = raw[name];
    return value === undefined ? [] : [[name, option.read(value, name)] as const];
  });
  return Object.fromEntries(values) as Record<string, never>;
}

/** What the member typed, as a line without the slash, so that nothing of it is lost. */
function typedLine({ command, typed }: Invocation): string {
  return `${formatLine(command, typed.options ?? {})} ${typed.line ?? ""}`.trim();
}
