import type { App, RespondFn, SlashCommand } from "@slack/bolt";
import { refusalCard } from "../../chat/cards/refusals.ts";
import type { Command } from "../../chat/command/command.ts";
import { MAIN_COMMAND } from "../draw/naming.ts";
import type { Forms } from "../form/forms.ts";
import { readTyped } from "../form/lines.ts";
import type { Answers } from "../speak/answers.ts";
import type { OriginThere } from "../speak/origin.ts";
import { answerBy, isClosed } from "./body.ts";
import type { Guard } from "./guard.ts";
import { type Once, RETRIES_MS } from "./once.ts";
import type { Run } from "./run.ts";

interface Ports {
  commands: readonly Command[];
  forms: Pick<Forms, "open">;
  answers: Pick<Answers, "give">;
  once: Once;
  guard: Guard;
  run: Run;
}

/** Lines that are typed: `/reelay video a boat` and, for those who install them, `/video a boat`. */
export function listenToCommands(app: App, ports: Ports): void {
  const { once, guard } = ports;
  app.command(/^\/.+$/, async ({ ack, body, respond }) => {
    await ack();
    if (!once.first(`trigger ${body.trigger_id}`, RETRIES_MS)) return;
    const origin = originOf(body, respond);
    await guard(origin, () => hear(ports, origin, lineOf(body)));
  });
}

/** The line as Slack sends it, with its command in front, whichever way it was typed. */
function lineOf({ command, text = "" }: SlashCommand): string {
  return command.toLowerCase() === MAIN_COMMAND ? text : `${command.slice(1)} ${text}`;
}

/** Runs the line; where something is missing that it can't begin without, opens the form; what can't be read is said. */
async function hear({ commands, forms, answers, run }: Ports, origin: OriginThere, line: string): Promise<void> {
  const read = readTyped(commands, line);
  switch (read.do) {
    case "run":
      return run(origin, { command: read.command, typed: { line: read.line } });
    case "refuse":
      return answers.give(origin, [refusalCard(read.sentence, read.line)]);
    case "fill": {
      const { channel, thread, closed } = origin;
      return forms.open(origin, { command: read.command, given: read.given, channel, thread, closed });
    }
  }
}

function originOf(body: SlashCommand, respond: RespondFn): OriginThere {
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
