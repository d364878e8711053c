import type { App, MessageShortcut } from "@slack/bolt";
import { UserError } from "../../base/errors.ts";
import { nothingThereCard } from "../../chat/cards/notices.ts";
import type { FilePlace, MessageCommand } from "../../chat/command/message-command.ts";
import type { Attachment } from "../../chat/contract/invocation.ts";
import { FORM_LABELS } from "../../chat/form/form-words.ts";
import type { FormFile } from "../form/form-state.ts";
import type { Filling } from "../form/form-view.ts";
import { openForm, openLater } from "../form/forms.ts";
import { isClosed, threadOf, workspaceOf } from "./body.ts";
import { answerBy } from "./commands.ts";
import { RETRIES_MS } from "./once.ts";
import type { Asker, Desk } from "./parts.ts";
import { guarded } from "./run.ts";
import { storedFile } from "./submissions.ts";

/** The global shortcut's own name in the manifest. */
export const NEW_VIDEO = "new_video";

/** A file of a message; one from a shared channel says only its id until Slack is asked. */
interface MessageFile extends FormFile {
  mode?: string;
  file_access?: string;
}

/** What is chosen from a message's menu, and “New video” from anywhere. */
export function listenToShortcuts(app: App, desk: Desk): void {
  app.shortcut({ type: "shortcut", callback_id: NEW_VIDEO }, async ({ ack, body }) => {
    await ack();
    if (!desk.once.first(`trigger ${body.trigger_id}`, RETRIES_MS)) return;
    const asker = {
      workspace: workspaceOf(body),
      user: body.user.id,
      sourceId: `slack:${body.trigger_id}`,
      trigger: body.trigger_id,
    };
    await guarded(desk, asker, () => newVideo(desk, asker));
  });

  for (const action of desk.messageCommands) {
    app.shortcut({ type: "message_action", callback_id: action.id }, async ({ ack, body, respond }) => {
      await ack();
      if (body.type !== "message_action" || !desk.once.first(`trigger ${body.trigger_id}`, RETRIES_MS)) return;
      const asker = askerOf(body, answerBy(respond));
      await guarded(desk, asker, () => take(desk, asker, action, filesOf(body)));
    });
  }
}

/** The first command of all, without a channel, for which the form asks. */
export async function newVideo(desk: Desk, asker: Asker): Promise<void> {
  const [command] = desk.dispatch.commands;
  if (command) await openForm(desk, asker, { command, given: {} });
}

/** Opens the command's form with the first of the files that fits in its place. */
async function take(desk: Desk, asker: Asker, action: MessageCommand, files: readonly MessageFile[]): Promise<void> {
  const told = files.every(({ mimetype }) => mimetype !== undefined);
  if (told) {
    const filling = fill(desk, asker, action, files);
    return filling ? openForm(desk, asker, filling) : desk.answers.give(asker, [nothing(action)]);
  }
  await openLater(desk, asker, {
    heading: action.name,
    line: "",
    find: async () => {
      const known = await Promise.all(files.map((file) => (file.mimetype === undefined ? askFor(desk, file) : file)));
      const filling = fill(desk, asker, action, known);
      if (!filling) throw new UserError(nothing(action).text ?? FORM_LABELS.close);
      return filling;
    },
  });
}

function fill(
  { dispatch, attachmentOf }: Desk,
  { channel, thread, closed }: Asker,
  action: MessageCommand,
  files: readonly FormFile[],
): Filling | undefined {
  const fitting = files.flatMap((file) => {
    const place = placeFor(action, file);
    return place ? [{ file, place }] : [];
  });
  const [first] = fitting;
  const command = dispatch.commands.find(({ name }) => name === first?.place.command);
  if (!first || !command) return undefined;
  const attachment: Attachment = attachmentOf(first.file);
  return {
    ...{ command, channel, thread, closed, filesThere: fitting.length },
    given: { [first.place.option]: attachment },
    files: { [first.place.option]: storedFile(first.file) },
  };
}

const NAMED = { image: /\.(png|jpe?g|webp|gif)$/i, video: /\.(mp4|mov|m4v|webm)$/i } as const;

/** By what Slack says it is, or by its name while it says nothing yet; what it really is, the probe says. */
function placeFor({ image, video }: MessageCommand, { mimetype = "", name = "" }: FormFile): FilePlace | undefined {
  const is = (kind: keyof typeof NAMED) => (mimetype === "" ? NAMED[kind].test(name) : mimetype.startsWith(`${kind}/`));
  if (is("image")) return image;
  return is("video") ? video : undefined;
}

async function askFor({ web, call, log }: Desk, file: MessageFile): Promise<MessageFile> {
  try {
    const { file: found } = await call("files.info", "repeat", () => web.files.info({ file: file.id }));
    const { name, size, mimetype } = found ?? {};
    return { id: file.id, ...(name && { name }), ...(size && { size }), ...(mimetype && { mimetype }) };
  } catch (error) {
    // One that can't be seen is as good as none: another one of the message may do.
    log.info({ err: error, file: file.id }, "a file of a message could not be read");
    return file;
  }
}

function nothing(action: MessageCommand) {
  return nothingThereCard(action.name, [
    ...(action.image ? ["image" as const] : []),
    ...(action.video ? ["video" as const] : []),
  ]);
}

/** The message's files, without those that were deleted. */
function filesOf({ message }: MessageShortcut): readonly MessageFile[] {
  const files: unknown = message.files;
  return Array.isArray(files) ? files.filter((file: MessageFile) => file.mode !== "tombstone") : [];
}

function askerOf(body: MessageShortcut, respond: Asker["respond"]): Asker {
  return {
    workspace: workspaceOf(body),
    user: body.user.id,
    channel: body.channel.id,
    closed: isClosed(body.channel),
    thread: threadOf(body.message),
    sourceId: `slack:${body.trigger_id}`,
    trigger: body.trigger_id,
    respond,
  };
}
