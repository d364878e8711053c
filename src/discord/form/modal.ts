import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  type APIStringSelectComponent,
  type APITextDisplayComponent,
  type APITextInputComponent,
  ComponentType,
  TextInputStyle,
} from "discord.js";
import { shorten } from "../../base/words.ts";
import { sayKeptFiles } from "../../chat/cards/notices.ts";
import type { RawValue } from "../../chat/contract/invocation.ts";
import { FILES_FIELD, type Field, type Form, formOf, MORE_FIELD } from "../../chat/form/form.ts";
import { sayFilesField, sayUsual, formWords as sharedWords } from "../../chat/form/form-words.ts";
import { heldValue, labelOf, YES_NO } from "../../chat/form/option-field.ts";
import { render } from "../../text/render.ts";
import type { Text } from "../../text/text.ts";
import { type FileData, fileData } from "../api/attachments.ts";
import { MODAL } from "../api/limits.ts";
import { disarm } from "../speak/escape.ts";
import { formWords } from "./form.words.ts";

/** A text of at most so many characters has a field of one line. */
const SHORT = 100;

/** A command's form as Discord's modal. */
export type Modal = APIModalInteractionResponseCallbackData;

/** What opens a form: the command with what is given, and of how many files the kept ones were chosen. */
export interface Opening {
  command: Form["command"];
  given: Readonly<Record<string, RawValue>>;
  of?: number;
}

/** A text in the language of the member who opens the form. */
type Say = (text: Text) => string;

/** The form of the command with what is given. `token` names its kept files, if it has any. */
export function modalOf(
  { command, given, of }: Opening,
  { token, locale }: { token: string | undefined; locale: string },
): Modal {
  const say: Say = (text) => render(text, locale);
  const keeps = token !== undefined;
  // The line that says which files are there takes a field's place.
  const { fields, kept } = formOf(command, given, {
    fields: keeps ? MODAL.fields - 1 : MODAL.fields,
    text: MODAL.text,
  });
  const names = Object.values(kept).map(({ name }) => name);
  const says: APITextDisplayComponent = {
    type: ComponentType.TextDisplay,
    content: disarm(say(sayKeptFiles(names, of))),
  };
  return {
    custom_id: writeFormId({ command: command.name, token }),
    title: shorten(`/${command.name}: ${say(command.description)}`, MODAL.title),
    components: [...(keeps ? [says] : []), ...fields.map((field) => drawField(field, say))],
  };
}

/** A form's custom_id says itself which command it fills, so that it may stay open over a restart. */
export function writeFormId({ command, token }: { command: string; token?: string | undefined }): string {
  return `f:${command}${token === undefined ? "" : `:${token}`}`;
}

export function readFormId(id: string): { command: string; token: string | undefined } | undefined {
  const [, command, token] = /^f:([a-z ]+)(?::([\w-]+))?$/.exec(id) ?? [];
  return command === undefined ? undefined : { command, token };
}

/** What was filled in: values by the field, and the files. */
export function readSubmission({ components, resolved }: APIModalSubmission): {
  values: Readonly<Record<string, string>>;
  more: string;
  files: readonly FileData[];
} {
  const values: Record<string, string> = {};
  const files: FileData[] = [];
  for (const label of components) {
    if (!("component" in label)) continue;
    const { component } = label;
    if (component.type === ComponentType.TextInput) values[component.custom_id] = component.value;
    if (component.type === ComponentType.StringSelect) values[component.custom_id] = component.values[0] ?? "";
    if (component.type !== ComponentType.FileUpload) continue;
    for (const id of component.values) {
      const attachment = resolved?.attachments?.[id];
      if (attachment) files.push(fileData(attachment));
    }
  }
  const { [MORE_FIELD]: more = "", ...rest } = values;
  return { values: rest, more, files };
}

function drawField(field: Field, say: Say): APILabelComponent {
  const hinted = (name: Text, hint: Text, component: APILabelComponent["component"]) =>
    label(say(name), say(hint), component);
  switch (field.is) {
    case "option":
      return hinted(labelOf(field), field.option.description, drawOption(field, say));
    case "files":
      return hinted(sayFilesField(field.accept), sayFilesHint(field), {
        type: ComponentType.FileUpload,
        custom_id: FILES_FIELD,
        required: false,
        min_values: 0,
        max_values: Math.min(field.most, MODAL.files),
        file_types: [...field.accept],
      });
    case "more":
      return hinted(sharedWords.more, formWords.moreHint, {
        ...input(MORE_FIELD, TextInputStyle.Paragraph, field.value),
        placeholder: shorten(field.example, MODAL.placeholder),
      });
  }
}

/** Where the files go, when that can be chosen; else how a link is given in their place. */
function sayFilesHint({ else: [line] }: Extract<Field, { is: "files" }>): Text {
  return line === undefined ? formWords.filesHint : formWords.filesElse({ line });
}

function label(name: string, description: string, component: APILabelComponent["component"]): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: shorten(name, MODAL.label),
    description: shorten(description, MODAL.hint),
    component,
  };
}

function drawOption(
  { name, option, value = "" }: Extract<Field, { is: "option" }>,
  say: Say,
): APIStringSelectComponent | APITextInputComponent {
  const { kind, standard } = option;
  const placeholder = shorten(say(sayUsual(standard)), MODAL.placeholder);
  if (kind === "choice" || kind === "flag") {
    const choices = kind === "flag" ? YES_NO : (option.choices ?? []);
    return { ...select(name, choices, heldValue(option, name, value)), placeholder };
  }
  const isLong = kind === "text" && option.completes === undefined && (option.maxLength ?? MODAL.text) > SHORT;
  const drawn = input(name, isLong ? TextInputStyle.Paragraph : TextInputStyle.Short, value);
  return standard === undefined ? drawn : { ...drawn, placeholder };
}

/** Nothing has to be filled in here: what is missing, the command says in its own words. */
function input(name: string, style: TextInputStyle, value: string): APITextInputComponent {
  const fits = value.slice(0, MODAL.text);
  return {
    type: ComponentType.TextInput,
    custom_id: name,
    style,
    required: false,
    max_length: MODAL.text,
    ...(fits === "" ? {} : { value: fits }),
  };
}

function select(name: string, choices: readonly string[], chosen: string | undefined): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: name,
    required: false,
    min_values: 0,
    max_values: 1,
    options: choices
      .slice(0, MODAL.choices)
      .map((value) => ({ label: value, value, ...(value === chosen ? { default: true } : {}) })),
  };
}
