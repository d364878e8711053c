import type { App, BlockAction, ButtonAction, RespondFn } from "@slack/bolt";
import { UserError } from "../../base/errors.ts";
import { staleButtonCard } from "../../chat/cards/notices.ts";
import { findCommand } from "../../chat/command/find.ts";
import type { Attachment, RawValue } from "../../chat/contract/invocation.ts";
import { givenBy } from "../../chat/form/form.ts";
import type { Dispatch } from "../../chat/serve/dispatch.ts";
import type { Profiles } from "../api/profiles.ts";
import { JOB, readValue } from "../draw/button-value.ts";
import { type FormFile, rememberedFile } from "../form/files.ts";
import { menuWords } from "../form/form.words.ts";
import type { Forms } from "../form/forms.ts";
import { HOME_BUTTONS } from "../form/home-view.ts";
import type { Filling } from "../form/view.ts";
import type { Answers } from "../speak/answers.ts";
import { type Draft, isKept, type Kept } from "../speak/kept.ts";
import type { Origin } from "../speak/origin.ts";
import { answerBy, isClosed, threadOf, workspaceOf } from "./body.ts";
import type { Guard } from "./guard.ts";
import type { Home } from "./home.ts";
import { DOUBLE_CLICK_MS, type Once, RETRIES_MS } from "./once.ts";
import type { Run } from "./run.ts";
import { newVideo } from "./shortcuts.ts";

interface Ports {
  dispatch: Pick<Dispatch, "commands" | "lineOf">;
  profiles: Profiles;
  forms: Pick<Forms, "open" | "openLater">;
  answers: Pick<Answers, "give">;
  kept: Pick<Kept, "find">;
  attachmentOf(file: FormFile): Attachment;
  home: Pick<Home, "act" | "publish">;
  once: Once;
  guard: Guard;
  run: Run;
}

/** What is pressed on cards and on the member's page. A button is a typed line, so an old one works as well. */
export function listenToButtons(app: App, ports: Ports): void {
  const { once, guard } = ports;
  app.action({ type: "block_actions" }, async ({ ack, action, body, respond }) => {
    await ack();
    if (action.type !== "button" || !isNew(once, body, action)) return;
    const origin = originOf(body, action, respond);
    await guard(origin, () => press(ports, origin, action));
  });
}

async function press(ports: Ports, origin: Origin, { action_id: id, value: written = "" }: ButtonAction) {
  const { dispatch, forms, answers, home, run } = ports;
  const value = readValue(written);
  if (id === HOME_BUTTONS.refresh) return home.publish(origin);
  if (id === HOME_BUTTONS.newVideo) return newVideo({ commands: dispatch.commands, forms }, origin);
  if (id.startsWith("edit:")) return edit(ports, origin, value);
  if (!id.startsWith("run:") || value === "") return answers.give(origin, [staleButtonCard()]);
  const { name: command, rest: line } = findCommand(dispatch.commands, value);
  const { channel } = origin;
  if (channel === undefined) return home.act(origin, { command, typed: { line } });
  await run({ ...origin, channel }, { command, typed: { line } });
}

/** Opens the form for the button's line, its job's line, or the line that was kept. */
async function edit(ports: Ports, origin: Origin, value: string): Promise<void> {
  const { forms, answers, kept } = ports;
  if (!value.startsWith(JOB) && !isKept(value)) {
    const filling = fillingOf(ports, origin, { line: value });
    return filling ? forms.open(origin, filling) : answers.give(origin, [staleButtonCard()]);
  }
  await forms.openLater(origin, menuWords.newVideo, async () => {
    const draft = isKept(value) ? await kept.find(value) : { line: await jobLine(ports, origin, value) };
    const filling = draft && fillingOf(ports, origin, draft);
    if (!filling) throw new UserError(staleButtonCard().text ?? "");
    return filling;
  });
}

async function jobLine({ profiles, dispatch }: Ports, { workspace, user, channel = user }: Origin, value: string) {
  const { actor } = await profiles.find(workspace, user);
  return dispatch.lineOf({ actor, place: { platform: "slack", workspace, channel } }, value.slice(JOB.length));
}

function fillingOf(
  { dispatch, attachmentOf }: Ports,
  { channel, thread, closed }: Origin,
  draft: Draft,
): Filling | undefined {
  const { command, rest } = findCommand(dispatch.commands, draft.line);
  if (!command) return undefined;
  const files = Object.entries(draft.files ?? {}).filter(([option]) => option in command.options);
  const given: Record<string, RawValue> = givenBy(command, rest);
  for (const [option, file] of files) given[option] = attachmentOf(rememberedFile(file));
  return { command, given, files: Object.fromEntries(files), channel, thread, closed };
}

/** Slack's own repetition has the same time of the act; a double click has another one, shortly after. */
function isNew(once: Once, { user, container }: BlockAction, action: ButtonAction): boolean {
  const on = `${user.id} ${container.message_ts ?? container.view_id} ${action.action_id} ${action.value ?? ""}`;
  return once.first(`act ${on} ${action.action_ts}`, RETRIES_MS) && once.first(`press ${on}`, DOUBLE_CLICK_MS);
}

function originOf(body: BlockAction, action: ButtonAction, respond: RespondFn | undefined): Origin {
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
