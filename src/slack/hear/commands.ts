import type { App, RespondFn, SlashCommand } from "@slack/bolt";
import { refusalCard } from "../../chat/cards/messages.ts";
import { openForm } from "../form/forms.ts";
import { readTyped } from "../form/lines.ts";
import { MAIN_COMMAND } from "../speak/naming.ts";
import { isClosed } from "./body.ts";
import { RETRIES_MS } from "./once.ts";
import type { Asker, Desk } from "./parts.ts";
import { guarded, run } from "./run.ts";

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

/** Runs the line; where something is missing that it can't begin without, opens the form; what can't be read is said. */
async function hear(desk: Desk, asker: Asker & { channel: string }, line: string): Promise<void> {
  const read = readTyped(desk.dispatch.commands, line);
  if (read.do === "run") return run(desk, asker, { command: read.command, typed: { line: read.line } });
  if (read.do === "refuse") return desk.answers.give(asker, [refusalCard(read.sentence, read.line)]);
  const { channel, thread, closed } = asker;
  await openForm(desk, asker, { command: read.command, given: read.given, channel, thread, closed });
}

function askerOf(body: SlashCommand, respond: RespondFn): Asker & { channel: string } {
  return {
    workspace: body.team_id,
    user: body.user_id,
    channel: body.channel_id,
    closed: isClosed({ id: body.channel_id, name: body.channel_name }),
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
