import type { App, MessageShortcut } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { UserError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { nothingThereCard } from "../../chat/cards/notices.ts";
import type { Command } from "../../chat/command/command.ts";
import { commandNamed } from "../../chat/command/find.ts";
import type { FilePlace, MessageCommand } from "../../chat/command/message-command.ts";
import type { Attachment } from "../../chat/contract/invocation.ts";
import type { Call } from "../api/calls.ts";
import { type FormFile, storedFile } from "../form/files.ts";
import type { Forms } from "../form/forms.ts";
import type { Filling } from "../form/view.ts";
import type { Answers } from "../speak/answers.ts";
import type { Origin, OriginThere } from "../speak/origin.ts";
import { answerBy, isClosed, threadOf, workspaceOf } from "./body.ts";
import type { Guard } from "./guard.ts";
import { type Once, RETRIES_MS } from "./once.ts";
import { SHORTCUTS } from "./shortcut-ids.ts";

/** A file of a message; one from a shared channel says only its id until Slack is asked. */
interface MessageFile extends FormFile {
  mode?: string;
  file_access?: string;
}

interface Ports {
  commands: readonly Command[];
  messageCommands: readonly MessageCommand[];
  forms: Pick<Forms, "open" | "openLater">;
  answers: Pick<Answers, "give">;
  attachmentOf(file: FormFile): Attachment;
  web: Pick<WebClient, "files">;
  call: Call;
  once: Once;
  guard: Guard;
  log: Logger;
}

/** What is chosen from a message's menu, and “New video” from anywhere. */
export function listenToShortcuts(app: App, ports: Ports): void {
  const { once, guard } = ports;
  app.shortcut({ type: "shortcut", callback_id: SHORTCUTS.newVideo }, async ({ ack, body }) => {
    await ack();
    if (!once.first(`trigger ${body.trigger_id}`, RETRIES_MS)) return;
    const origin = {
      workspace: workspaceOf(body),
      user: body.user.id,
      sourceId: `slack:${body.trigger_id}`,
      trigger: body.trigger_id,
    };
    await guard(origin, () => newVideo(ports, origin));
  });

  for (const action of ports.messageCommands) {
    app.shortcut({ type: "message_action", callback_id: action.id }, async ({ ack, body, respond }) => {
      await ack();
      if (body.type !== "message_action" || !once.first(`trigger ${body.trigger_id}`, RETRIES_MS)) return;
      const origin = originOf(body, answerBy(respond));
      await guard(origin, () => take(ports, origin, action, filesOf(body)));
    });
  }
}

/** The first command of all, without a channel, for which the form asks. */
export async function newVideo({ commands, forms }: Pick<Ports, "commands" | "forms">, origin: Origin): Promise<void> {
  const [command] = commands;
  if (command) await forms.open(origin, { command, given: {} });
}

/** Opens the command's form with the first of the files that fits in its place. */
async function take(
  ports: Ports,
  origin: OriginThere,
  action: MessageCommand,
  files: readonly MessageFile[],
): Promise<void> {
  const { forms, answers } = ports;
  if (files.every(({ mimetype }) => mimetype !== undefined)) {
    const filling = fill(ports, origin, action, files);
    return filling ? forms.open(origin, filling) : answers.give(origin, [nothing(action)]);
  }
  await forms.openLater(origin, action.name, async () => {
    const known = await Promise.all(files.map((file) => (file.mimetype === undefined ? askFor(ports, file) : file)));
    const filling = fill(ports, origin, action, known);
    if (!filling) throw new UserError(nothing(action).text ?? "");
    return filling;
  });
}

function fill(
  { commands, attachmentOf }: Pick<Ports, "commands" | "attachmentOf">,
  { channel, thread, closed }: OriginThere,
  action: MessageCommand,
  files: readonly FormFile[],
): Filling | undefined {
  const fitting = files.flatMap((file) => {
    const place = placeFor(action, file);
    return place ? [{ file, place }] : [];
  });
  const [first] = fitting;
  const command = first && commandNamed(commands, first.place.command);
  if (!command) return undefined;
  const { file, place } = first;
  return {
    ...{ command, channel, thread, closed, filesThere: fitting.length },
    given: { [place.option]: attachmentOf(file) },
    files: { [place.option]: storedFile(file) },
  };
}

const NAMED = { image: /\.(png|jpe?g|webp|gif)$/i, video: /\.(mp4|mov|m4v|webm)$/i } as const;

/** By what Slack says it is, or by its name while it says nothing yet; what it really is, the probe says. */
function placeFor({ image, video }: MessageCommand, { mimetype = "", name = "" }: FormFile): FilePlace | undefined {
  const is = (kind: keyof typeof NAMED) => (mimetype === "" ? NAMED[kind].test(name) : mimetype.startsWith(`${kind}/`));
  if (is("image")) return image;
  return is("video") ? video : undefined;
}

async function askFor({ web, call, log }: Pick<Ports, "web" | "call" | "log">, file: MessageFile): Promise<FormFile> {
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

function originOf(body: MessageShortcut, respond: Origin["respond"]): OriginThere {
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
