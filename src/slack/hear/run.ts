import { randomBytes } from "node:crypto";
import { refusedCard, sayNotAllowed, sayOurFault, sayTooMuch } from "../../chat/cards/notices.ts";
import type { Card } from "../../chat/contract/card.ts";
import type { Place, RawValue, Typed } from "../../chat/contract/invocation.ts";
import { sayNotForYou } from "../../chat/form/form-words.ts";
import { TooMuchAtOnce } from "../../chat/serve/turns.ts";
import { isOperators, SlackFailed } from "../api/trouble.ts";
import type { StoredFile } from "../form/keep.ts";
import type { Asker, Desk } from "./parts.ts";

/** One command to be run, as it was typed, pressed or filled in. */
export interface Asked {
  command: string;
  typed: Typed;
  /** The files of a form, by option, so that a refused one can be filled in again. */
  files?: Readonly<Record<string, StoredFile>>;
}

/** Runs a command and tells the member what came of it. Never throws: what goes wrong is in the log by a reference. */
export async function run(desk: Desk, asker: Asker & { channel: string }, asked: Asked): Promise<void> {
  let cards: readonly Card[] = [];
  await guarded(desk, asker, async () => {
    cards = await cardsOf(desk, asker, asked);
  });
  try {
    await desk.answers.give(asker, cards, asked.files);
    await desk.dispatch.shown(cards);
  } catch (error) {
    // What was asked for has been done or refused; only the word of it is lost.
    desk.log.warn({ err: error, source: asker.sourceId }, "a member could not be answered");
  }
  desk.acted(asker);
}

/** Does it; should it fail, the member is told by which reference the log has it. */
export async function guarded(desk: Desk, asker: Asker, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reference = randomBytes(4).toString("hex");
    const operators = error instanceof SlackFailed && isOperators(error);
    const happened = operators
      ? "Slack doesn't let the bot do what a member asked for"
      : "something asked for in Slack failed";
    desk.log.error({ err: error, reference, source: asker.sourceId }, happened);
    try {
      await desk.answers.give(asker, [refusedCard(operators ? sayNotAllowed(reference) : sayOurFault(reference))]);
    } catch (again) {
      desk.log.warn({ err: again, reference }, "nor could the member be told");
    }
  }
}

/** What the command answers. Nothing is done for those who are nobody here. */
export async function cardsOf(
  desk: Desk,
  asker: Asker & { channel: string },
  { command, typed }: Asked,
): Promise<readonly Card[]> {
  const { people, dispatch, reach, turns, log } = desk;
  const { workspace, user, channel, thread, sourceId } = asker;
  if (desk.workspace !== undefined && workspace !== desk.workspace) return [refusedCard(sayNotForYou("elsewhere"))];
  const person = await people.find(workspace, user);
  if (person.refused) {
    log.info({ user, workspace, refused: person.refused }, "nothing is done for this user");
    return [refusedCard(sayNotForYou(person.refused))];
  }
  // A command without options only shows something, which needs no way into the channel.
  const shows = dispatch.commands.find(({ name }) => name === command);
  const posts = shows === undefined || Object.keys(shows.options).length > 0;
  const shut = posts ? await reach(channel) : undefined;
  const blocked = shut === "not invited" && asker.closed ? "closed" : shut;
  const place: Place = {
    platform: "slack",
    workspace,
    channel,
    ...(thread === undefined ? {} : { thread }),
    ...(blocked === undefined ? {} : { blocked }),
  };
  const { actor, locale } = person;
  try {
    return await turns.take(`${workspace} ${user}`, (aside) =>
      dispatch.run({ sourceId, command, typed, actor, place, locale, aside }),
    );
  } catch (error) {
    if (!(error instanceof TooMuchAtOnce)) throw error;
    log.warn({ reason: error.message }, "a member was sent away");
    return [refusedCard(sayTooMuch(error.of))];
  }
}

/** What a form gives, as a command takes it. */
export function typedBy(raw: Readonly<Record<string, RawValue>>): Typed {
  return { options: raw };
}
