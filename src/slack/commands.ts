import type { App, RespondFn, SlashCommand } from "@slack/bolt";
import { givenBy } from "../chat/form.ts";
import type { RawValue } from "../chat/invocation.ts";
import { refusalCard } from "../chat/messages.ts";
import { UserError } from "../errors.ts";
import { openForm } from "./forms.ts";
import { lackingOf } from "./lacking.ts";
import { mendLine, readLine } from "./mend.ts";
import { RETRIES_MS } from "./once.ts";
import type { Asker, Desk } from "./parts.ts";
import { guarded, run } from "./run.ts";
import { findTyped, type TypedCommand, takesMentions, unwrap, unwrapButMentions } from "./typed.ts";

/** The command that takes all others as its words; each other one is known by its own name. */
export const MAIN_COMMAND = "/reelay";

/** Lines that are typed: `/reelay video a boat` and, for those who install them, `/video a boat`. */
export function listenToCommands(app: App, desk: Desk): void {
  app.command(/^\/.+$/, async ({ ack, body, respond }) => {
    await ack();
    if (!desk.once.first(`trigger ${body.trigger_id}`, RETRIES_MS)) return;
    const asker = askerOf(body, respond);
    await guarded(desk, asker, () => hear(desk, asker, lineOf(body)));
  });
}

/** The line as Slack sends it, with its command in front, whichever way it was typed. */
function lineOf({ command, text = "" }: SlashCommand): string {
  return command.toLowerCase() === MAIN_COMMAND ? text : `${command.slice(1)} ${text}`;
}

type Channeled = Asker & { channel: string };

/** Runs the line; where something is missing that it can't begin without, opens the form; what can't be read is said. */
async function hear(desk: Desk, asker: Channeled, line: string): Promise<void> {
  const { commands } = desk.dispatch;
  const [first] = commands;
  const typed =
    line.trim() === "" && first ? { name: first.name, command: first, rest: "" } : findTyped(commands, line);
  const { command, name } = typed;
  const rest = command && takesMentions(command) ? unwrapButMentions(typed.rest) : unwrap(typed.rest);
  if (!command || command.unlisted) return run(desk, asker, { command: name, typed: { line: rest } });
  let given: Record<string, RawValue>;
  try {
    given = readLine(command, rest);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return desk.answers.give(asker, [refusalCard(error.message, mended(typed, rest))]);
  }
  if (lackingOf(command, given) === undefined) return run(desk, asker, { command: name, typed: { line: rest } });
  const { channel, thread } = asker;
  await openForm(desk, asker, { command, given: givenBy(command, rest), channel, thread });
}

function mended({ command, name }: TypedCommand, rest: string): string {
  return `${name} ${(command && mendLine(command, rest)) ?? rest}`.trim();
}

function askerOf(body: SlashCommand, respond: RespondFn): Channeled {
  return {
    workspace: body.team_id,
    user: body.user_id,
    channel: body.channel_id,
    sourceId: `slack:${body.trigger_id}`,
    trigger: body.trigger_id,
    respond: answerBy(respond),
  };
}

/** Answers beside what was done, and never in its place. */
export function answerBy(respond: RespondFn | undefined): Asker["respond"] {
  if (!respond) return undefined;
  return ({ text, blocks }) => respond({ response_type: "ephemeral", replace_original: false, text, blocks });
}
