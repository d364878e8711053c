import type { App, MessageShortcut, SlackViewMiddlewareArgs, ViewSubmitAction } from "@slack/bolt";
import { staleButtonCard } from "../../chat/cards/notices.ts";
import { FORM_LABELS } from "../../chat/form/form-words.ts";
import { formView, noticeView } from "../form/form-view.ts";
import { addUsual, openView } from "../form/forms.ts";
import { readTyped } from "../form/lines.ts";
import { LINE, lineView, readWhere } from "../form/thread-view.ts";
import { isClosed, workspaceOf } from "./body.ts";
import { answerBy } from "./commands.ts";
import { RETRIES_MS } from "./once.ts";
import type { Asker, Desk } from "./parts.ts";
import { guarded, run } from "./run.ts";

/** The shortcuts' own names in the manifest. */
export const JOIN_THREAD = "join_thread";
export const TYPE_HERE = "type_here";

/** Which command joins what was made in a thread, and the option that says so. */
const JOIN = { command: "join", typed: { options: { thread: true } } } as const;

/**
 * The ways into a message's thread, where Slack takes no slash commands: its menu joins the thread's clips, and asks for
 * any line. What comes of it stands in that thread.
 */
export function listenToThreads(app: App, desk: Desk): void {
  const listen = (id: string, act: (asker: Asker & { channel: string; thread: string }) => Promise<void>) => {
    app.shortcut({ type: "message_action", callback_id: id }, async ({ ack, body, respond }) => {
      await ack();
      if (body.type !== "message_action" || !desk.once.first(`trigger ${body.trigger_id}`, RETRIES_MS)) return;
      const asker = askerOf(body, answerBy(respond));
      await guarded(desk, asker, () => act(asker));
    });
  };
  listen(JOIN_THREAD, (asker) => run(desk, asker, JOIN));
  listen(TYPE_HERE, async (asker) => {
    const { channel, thread, startsThread = false, closed = false } = asker;
    await openView(desk, asker, lineView({ channel, thread, startsThread, closed }), "");
  });
  app.view<ViewSubmitAction>({ callback_id: LINE, type: "view_submission" }, (args) => submit(desk, args));
}

/** Runs the line, or puts the form of its command in the place of the field; what can't be read is said at it. */
async function submit(desk: Desk, { ack, body, view }: SlackViewMiddlewareArgs<ViewSubmitAction>): Promise<void> {
  const where = readWhere(view.private_metadata);
  if (!where) {
    const { title, text = "" } = staleButtonCard();
    return ack({ response_action: "update", view: noticeView(title, text) });
  }
  const [held] = Object.values(view.state.values[LINE] ?? {});
  const read = readTyped(desk.dispatch.commands, withoutMain(held?.value ?? ""));
  if (read.do === "refuse") {
    return ack({ response_action: "errors", errors: { [LINE]: desk.naming.text(read.sentence) } });
  }
  const asker = { workspace: workspaceOf(body), user: body.user.id, ...where, sourceId: `slack:${view.id}` };
  if (read.do === "fill") {
    const filling = { command: read.command, given: read.given, ...where };
    await ack({ response_action: "update", view: formView(filling) });
    return guarded(desk, asker, () => addUsual(desk, asker, { id: view.id }, filling));
  }
  await ack();
  if (!desk.once.first(`line ${view.id}`, RETRIES_MS)) return;
  await run(desk, asker, { command: read.command, typed: { line: read.line } });
}

/** Somebody may type it as they do elsewhere. */
function withoutMain(line: string): string {
  return line.replace(/^\s*\/reelay(?=\s|$)/i, "");
}

function askerOf(body: MessageShortcut, respond: Asker["respond"]): Asker & { channel: string; thread: string } {
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

/** As the manifest has them. */
export const THREAD_SHORTCUTS = [
  {
    name: FORM_LABELS.joinThread,
    callback_id: JOIN_THREAD,
    description: "Make one video of all of yours in this thread",
  },
  {
    name: FORM_LABELS.typeHere,
    callback_id: TYPE_HERE,
    description: "Ask for anything in this thread, where Slack has no slash commands",
  },
] as const;
