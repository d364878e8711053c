import type { App, MessageShortcut, ViewSubmitAction } from "@slack/bolt";
import type { Command } from "../../chat/command/command.ts";
import type { Profiles } from "../api/profiles.ts";
import type { Naming } from "../draw/naming.ts";
import { sayIn } from "../draw/say.ts";
import type { Forms } from "../form/forms.ts";
import { readTyped } from "../form/lines.ts";
import { LINE, lineView, readWhere } from "../form/thread-view.ts";
import { formView } from "../form/view.ts";
import type { Origin } from "../speak/origin.ts";
import { answerBy, isClosed, workspaceOf } from "./body.ts";
import type { Guard } from "./guard.ts";
import { type Once, RETRIES_MS } from "./once.ts";
import type { Run } from "./run.ts";
import { SHORTCUTS } from "./shortcut-ids.ts";
import { staleAnswer } from "./submissions.ts";

/** Which command joins what was made in a thread, and the option that says so. */
const JOIN = { command: "join", typed: { options: { thread: true } } } as const;

type InThread = Origin & { channel: string; thread: string };

interface Ports {
  commands: readonly Command[];
  forms: Pick<Forms, "show" | "complete">;
  languages: Pick<Profiles, "localeNow">;
  naming: Pick<Naming, "text">;
  once: Once;
  guard: Guard;
  run: Run;
}

/**
 * The ways into a message's thread, where Slack takes no slash commands: its menu joins the thread's clips, and asks for
 * any line. What comes of it stands in that thread.
 */
export function listenToThreads(app: App, ports: Ports): void {
  const { forms, languages, once, guard, run } = ports;
  const listen = (id: string, act: (origin: InThread) => Promise<void>) => {
    app.shortcut({ type: "message_action", callback_id: id }, async ({ ack, body, respond }) => {
      await ack();
      if (body.type !== "message_action" || !once.first(`trigger ${body.trigger_id}`, RETRIES_MS)) return;
      const origin = originOf(body, answerBy(respond));
      await guard(origin, () => act(origin));
    });
  };
  listen(SHORTCUTS.joinThread, (origin) => run(origin, JOIN));
  listen(SHORTCUTS.typeHere, async (origin) => {
    const { channel, thread, startsThread = false, closed = false } = origin;
    await forms.show(
      origin,
      lineView({ channel, thread, startsThread, closed }, sayIn(languages.localeNow(origin))),
      "",
    );
  });
  listenToLines(app, ports);
}

/** Runs a typed line, or puts the form of its command in the place of the field; what can't be read is said at it. */
function listenToLines(app: App, { commands, forms, languages, naming, once, guard, run }: Ports): void {
  app.view<ViewSubmitAction>({ callback_id: LINE, type: "view_submission" }, async ({ ack, body, view }) => {
    const where = readWhere(view.private_metadata);
    const asker = { workspace: workspaceOf(body), user: body.user.id };
    const say = sayIn(languages.localeNow(asker));
    if (!where) return ack(staleAnswer(say));
    const [held] = Object.values(view.state.values[LINE] ?? {});
    const read = readTyped(commands, withoutMain(held?.value ?? ""));
    const origin = { ...asker, ...where, sourceId: `slack:${view.id}` };
    switch (read.do) {
      case "refuse":
        return ack({ response_action: "errors", errors: { [LINE]: naming.text(say(read.sentence)) } });
      case "fill": {
        const filling = { command: read.command, given: read.given, ...where };
        const form = formView(filling, {}, say);
        await ack({ response_action: "update", view: form });
        return guard(origin, () => forms.complete(origin, { id: view.id, view: form }, filling));
      }
      case "run":
        await ack();
        if (!once.first(`line ${view.id}`, RETRIES_MS)) return;
        return run(origin, { command: read.command, typed: { line: read.line } });
    }
  });
}

/** Somebody may type it as they do elsewhere. */
function withoutMain(line: string): string {
  return line.replace(/^\s*\/reelay(?=\s|$)/i, "");
}

function originOf(body: MessageShortcut, respond: Origin["respond"]): InThread {
  const { channel, message, trigger_id: trigger } = body;
  const begun: unknown = message.thread_ts;
  return {
    workspace: workspaceOf(body),
    user: body.user.id,
    channel: channel.id,
    closed: isClosed(channel),
    thread: typeof begun === "string" ? begun : message.ts,
    startsThread: typeof begun !== "string",
    sourceId: `slack:${trigger}`,
    trigger,
    respond,
  };
}
