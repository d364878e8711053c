import type { App, BlockAction, ButtonAction, RespondFn } from "@slack/bolt";
import { UserError } from "../../base/errors.ts";
import { staleButtonCard } from "../../chat/cards/notices.ts";
import { findCommand } from "../../chat/command/find.ts";
import type { RawValue } from "../../chat/contract/invocation.ts";
import { givenBy } from "../../chat/form/form.ts";
import { FORM_LABELS } from "../../chat/form/form-words.ts";
import type { Filling } from "../form/form-view.ts";
import { openForm, openLater } from "../form/forms.ts";
import { type Draft, isKept } from "../form/keep.ts";
import { readValue } from "../speak/button-value.ts";
import { isClosed, threadOf, workspaceOf } from "./body.ts";
import { answerBy } from "./commands.ts";
import type { Home } from "./home.ts";
import { DOUBLE_CLICK_MS, RETRIES_MS } from "./once.ts";
import type { Asker, Desk } from "./parts.ts";
import { guarded, run } from "./run.ts";
import { newVideo } from "./shortcuts.ts";

const JOB = "job:";

/** The page's own buttons. */
export const HOME_NEW = "home:new";
export const HOME_REFRESH = "home:refresh";

/** What is pressed on cards and on the member's page. A button is a typed line, so an old one works as well. */
export function listenToButtons(app: App, desk: Desk, home: Home): void {
  app.action({ type: "block_actions" }, async ({ ack, action, body, respond }) => {
    await ack();
    if (action.type !== "button" || !isNew(desk, body, action)) return;
    const asker = askerOf(body, action, respond);
    await guarded(desk, asker, () => press(desk, home, asker, action));
  });
}

async function press(desk: Desk, home: Home, asker: Asker, action: ButtonAction): Promise<void> {
  const { action_id: id } = action;
  const value = readValue(action.value ?? "");
  if (id === HOME_REFRESH) return home.publish(asker);
  if (id === HOME_NEW) return newVideo(desk, asker);
  if (id.startsWith("edit:")) return edit(desk, asker, value);
  if (!id.startsWith("run:") || value === "") return desk.answers.give(asker, [staleButtonCard()]);
  const { name: command, rest: line } = findCommand(desk.dispatch.commands, value);
  const { channel } = asker;
  if (channel === undefined) return home.act(asker, { command, typed: { line } });
  await run(desk, { ...asker, channel }, { command, typed: { line } });
}

/** Opens the form for the button's line, its job's line, or the line that was kept. */
async function edit(desk: Desk, asker: Asker, value: string): Promise<void> {
  if (!value.startsWith(JOB) && !isKept(value)) {
    const filling = fillingOf(desk, asker, { line: value });
    return filling ? openForm(desk, asker, filling) : desk.answers.give(asker, [staleButtonCard()]);
  }
  await openLater(desk, asker, {
    heading: FORM_LABELS.newVideo,
    line: "",
    find: async () => {
      const draft = isKept(value) ? await desk.kept.find(value) : { line: await jobLine(desk, asker, value) };
      const filling = draft && fillingOf(desk, asker, draft);
      if (!filling) throw new UserError(staleButtonCard().text ?? "");
      return filling;
    },
  });
}

async function jobLine({ people, dispatch }: Desk, { workspace, user, channel = user }: Asker, value: string) {
  const { actor } = await people.find(workspace, user);
  return dispatch.lineOf({ actor, place: { platform: "slack", workspace, channel } }, value.slice(JOB.length));
}

function fillingOf(
  { dispatch, attachmentOf }: Desk,
  { channel, thread, closed }: Asker,
  draft: Draft,
): Filling | undefined {
  const { command, rest } = findCommand(dispatch.commands, draft.line);
  if (!command) return undefined;
  const files = Object.entries(draft.files ?? {}).filter(([option]) => option in command.options);
  const given: Record<string, RawValue> = givenBy(command, rest);
  for (const [option, { id, name, bytes: size }] of files) given[option] = attachmentOf({ id, name, size });
  return { command, given, files: Object.fromEntries(files), channel, thread, closed };
}

/** Slack's own repetition has the same time of the act; a double click has another one, shortly after. */
function isNew({ once }: Desk, { user, container }: BlockAction, action: ButtonAction): boolean {
  const on = `${user.id} ${container.message_ts ?? container.view_id} ${action.action_id} ${action.value ?? ""}`;
  return once.first(`act ${on} ${action.action_ts}`, RETRIES_MS) && once.first(`press ${on}`, DOUBLE_CLICK_MS);
}

function askerOf(body: BlockAction, action: ButtonAction, respond: RespondFn | undefined): Asker {
  const { container, message, channel } = body;
  const place = container.type === "view" ? undefined : (channel?.id ?? String(container.channel_id));
  const at = { ts: message?.ts ?? container.message_ts, thread_ts: message?.thread_ts ?? container.thread_ts };
  return {
    workspace: workspaceOf(body),
    user: body.user.id,
    channel: place,
    closed: place !== undefined && isClosed({ id: place, name: channel?.name }),
    thread: place === undefined ? undefined : threadOf(at),
    sourceId: `slack:${body.user.id}.${container.message_ts ?? container.view_id}.${action.action_id}.${action.action_ts}`,
    trigger: body.trigger_id,
    respond: body.response_url ? answerBy(respond) : undefined,
  };
}
