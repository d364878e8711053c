import type { App, SlackViewMiddlewareArgs, ViewSubmitAction } from "@slack/bolt";
import { UserError } from "../../base/errors.ts";
import { staleButtonCard } from "../../chat/cards/notices.ts";
import { type Attachment, isAttachment } from "../../chat/contract/invocation.ts";
import { FORM_LABELS } from "../../chat/form/form-words.ts";
import type { Suggestion } from "../../chat/serve/dispatch.ts";
import { choice, fieldOf, WHERE_FIELD } from "../form/form-fields.ts";
import { type FormFile, fieldFor, readEntered, readState } from "../form/form-state.ts";
import { FORM, noticeView } from "../form/form-view.ts";
import type { StoredFile } from "../form/keep.ts";
import { readMeta } from "../form/meta.ts";
import { workspaceOf } from "./body.ts";
import { RETRIES_MS } from "./once.ts";
import type { Desk } from "./parts.ts";
import { run, typedBy } from "./run.ts";

/** Slack's limits for what is suggested. */
const MOST_SUGGESTED = 100;
const MOST_VALUE = 150;

/** Forms that are sent, and what is suggested while their fields are filled in. */
export function listenToForms(app: App, desk: Desk): void {
  app.view<ViewSubmitAction>({ callback_id: FORM, type: "view_submission" }, (args) => submit(desk, args));

  app.options<"block_suggestion">({ type: "block_suggestion" }, async ({ ack, body }) => {
    const { value: begun, view, user } = body;
    const option = fieldOf(body.block_id);
    const meta = readMeta(view?.private_metadata ?? "");
    const command = desk.dispatch.commands.find(({ name }) => name === meta?.command);
    if (!meta || !command) return ack({ options: [] });
    const workspace = workspaceOf(body);
    const found = await desk.dispatch.complete({
      ...{ command: command.name, option, begun },
      actor: { id: user.id, name: user.name, admin: false, roles: [] },
      place: { platform: "slack", workspace, channel: meta.channel ?? user.id },
    });
    const suggested = found.filter(({ value }) => value !== "" && value.length <= MOST_VALUE);
    const own = begun.trim();
    // Some options take anything else too, such as a voice by its id.
    const free: Suggestion[] =
      own !== "" && Array.isArray(command.options[option]?.completes) ? [{ value: own, label: own }] : [];
    const all = [...suggested, ...free.filter(({ value }) => !suggested.some((one) => one.value === value))];
    await ack({ options: all.slice(0, MOST_SUGGESTED).map(({ value, label }) => choice(label, value)) });
  });
}

/** Says at the fields what can be told at once, else closes the form and runs it. A form is sent once. */
async function submit(desk: Desk, { ack, body, view }: SlackViewMiddlewareArgs<ViewSubmitAction>): Promise<void> {
  const meta = readMeta(view.private_metadata);
  const command = desk.dispatch.commands.find(({ name }) => name === meta?.command);
  if (!meta || !command) {
    const { title, text = "" } = staleButtonCard();
    return ack({ response_action: "update", view: noticeView(title, text) });
  }
  const entered = readState(view, meta);
  const channel = meta.channel ?? entered.where;
  if (channel === undefined)
    return ack({ response_action: "errors", errors: { [WHERE_FIELD]: FORM_LABELS.whereHint } });
  const known = new Map<Attachment, StoredFile>();
  const attachmentOf = (file: FormFile): Attachment => {
    const attachment = desk.attachmentOf(file);
    known.set(attachment, storedFile(file));
    return attachment;
  };
  const kept = Object.fromEntries(
    Object.entries(meta.files ?? {}).map(([option, { id, name, bytes: size }]) => [
      option,
      attachmentOf({ id, name, size }),
    ]),
  );
  let raw: ReturnType<typeof readEntered>;
  try {
    raw = readEntered(command, entered, { kept, attachmentOf });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return ack({
      response_action: "errors",
      errors: { [fieldFor(command, view.blocks, error.option)]: desk.naming.text(error.message) },
    });
  }
  await ack();
  if (!desk.once.first(`form ${view.id}`, RETRIES_MS)) return;
  const asker = {
    workspace: workspaceOf(body),
    user: body.user.id,
    channel,
    thread: meta.thread,
    startsThread: meta.startsThread,
    closed: meta.closed,
    sourceId: `slack:${view.id}`,
  };
  const files = Object.entries(raw).flatMap(([option, value]) => {
    const file = isAttachment(value) ? known.get(value) : undefined;
    return file ? [[option, file] as const] : [];
  });
  await run(desk, asker, { command: command.name, typed: typedBy(raw), files: Object.fromEntries(files) });
}

const MOST_NAME = 100;

/** A file as it is remembered; a name's ending is what it is told by. */
export function storedFile({ id, name = id, size = 0 }: FormFile): StoredFile {
  const short = name.length > MOST_NAME ? `${name.slice(0, MOST_NAME - 12)}${name.slice(-12)}` : name;
  return { id, name: short, bytes: size };
}
