import type { types } from "@slack/bolt";
import { sayKeptFiles } from "../../chat/cards/notices.ts";
import type { Command } from "../../chat/command/command.ts";
import type { RawValue } from "../../chat/contract/invocation.ts";
import { type Field, formOf } from "../../chat/form/form.ts";
import { heldValue } from "../../chat/form/option-field.ts";
import { fileOptions, wordsOption } from "../../chat/line/places.js";
import type { Text } from "../../text/text.ts";
import { BLOCKS, VIEWS } from "../api/limits.ts";
import { plain } from "../draw/escape.ts";
import { MAIN_COMMAND } from "../draw/naming.ts";
import type { Say } from "../draw/say.ts";
import type { StoredFile } from "../speak/kept.ts";
import { fieldBlock, whereBlock } from "./fields.ts";
import { formWords } from "./form.words.ts";
import { type Meta, writeMeta } from "./meta.ts";

/** By which a form's sending is known. */
export const FORM = "form";

/** More fields than any command has: what goes over it is written in the last one. */
const ROOM = { fields: 40, text: BLOCKS.text };

/** What the member usually wants, by the options' names. */
export type Usual = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a form begins with. */
export interface Filling {
  command: Command;
  given: Readonly<Record<string, RawValue>>;
  /** The files among what is given, as they are remembered. */
  files?: Readonly<Record<string, StoredFile>>;
  /** How many files would have done, where one was chosen. */
  filesThere?: number;
  /** Where it was asked for; without a channel the form asks. */
  channel?: string | undefined;
  thread?: string | undefined;
  startsThread?: boolean | undefined;
  closed?: boolean | undefined;
}

/** A command's form as Slack shows it. `usual` fills what nobody has said. */
export function formView(filling: Filling, usual: Usual, say: Say): types.ModalView {
  const { command, given, files = {}, filesThere, channel } = filling;
  const { fields } = formOf(command, given, ROOM);
  const { options } = command;
  const takers = fileOptions(options).filter((name) => !given[name]);
  const filled = usualValues(fields, usual);
  const [first] = Object.keys(options);
  const needed = wordsOption(options) === first ? first : undefined;
  const blocks = withLinks(fields, takers[0]).map((field) =>
    fieldBlock(
      field,
      {
        filesFor: takers,
        menu: command.onMessage?.name,
        ...(field.is === "option"
          ? { usual: filled[field.name], needed: field.name === needed && (field.line ?? 1) === 1 }
          : {}),
      },
      say,
    ),
  );
  const names = Object.values(files).map(({ name }) => name);
  const kept = names.length === 0 ? [] : [context(say(sayKeptFiles(names, filesThere)))];
  return {
    type: "modal",
    callback_id: FORM,
    title: title(`${MAIN_COMMAND} ${command.name}`),
    submit: title(say(formWords.send)),
    close: title(say(formWords.cancel)),
    private_metadata: writeMeta(metaOf(filling, filled)),
    blocks: [
      context(say(command.description)),
      ...kept,
      ...blocks,
      ...(channel === undefined ? [whereBlock(say)] : []),
    ],
  };
}

/** A view that only says something: that a form is coming, or why it isn't. */
export function noticeView(heading: Text, text: Text, say: Say): types.ModalView {
  return {
    type: "modal",
    title: title(say(heading)),
    close: title(say(formWords.close)),
    blocks: [{ type: "section", text: plain(say(text), BLOCKS.text) }],
  };
}

/** The words of a view's head and of its buttons. */
export function title(text: string): types.PlainTextElement {
  return plain(text, VIEWS.title);
}

function metaOf({ command, files = {}, ...where }: Filling, usual: Record<string, string>): Meta {
  const { channel, thread, startsThread, closed } = where;
  return {
    command: command.name,
    channel,
    thread,
    ...(startsThread ? { startsThread } : {}),
    ...(closed ? { closed } : {}),
    ...(Object.keys(files).length === 0 ? {} : { files }),
    ...(Object.keys(usual).length === 0 ? {} : { usual }),
  };
}

/** A file may always be given as a link too, and for one over Slack's limit that is the only way. */
function withLinks(fields: readonly Field[], taker: string | undefined): Field[] {
  const needs = fields.some(({ is }) => is === "files") && !fields.some(({ is }) => is === "more");
  return needs && taker ? [...fields, { is: "more", example: `${taker}:https://…`, value: "" }] : [...fields];
}

/** What the member usually wants of the fields that stand empty, where the command takes it. */
function usualValues(fields: readonly Field[], usual: Usual): Record<string, string> {
  const values = fields.flatMap((field) => {
    if (field.is !== "option" || field.value !== undefined) return [];
    const wanted = usual[field.name];
    const value = wanted === undefined ? undefined : heldValue(field.option, field.name, String(wanted));
    return value === undefined ? [] : [[field.name, value] as const];
  });
  return Object.fromEntries(values);
}

function context(text: string): types.ContextBlock {
  return { type: "context", elements: [plain(text, BLOCKS.context)] };
}
