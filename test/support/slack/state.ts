import { elementsOf, optionsOf } from "./blocks.ts";
import { isJson } from "./rules.ts";
import type { Files, InputValue, Json, NewFile, SlackFile, Values } from "./types.ts";

type State = Record<string, Record<string, Json>>;

/** A file for a form may have so many bytes: Slack's 10 MB. */
const MOST_FILE = 10 * 1024 * 1024;

const TEXTS = new Set(["plain_text_input", "number_input", "email_text_input", "url_text_input"]);
const ONE_OF = new Set(["static_select", "external_select", "radio_buttons", "overflow"]);
const SOME_OF = new Set(["checkboxes", "multi_static_select", "multi_external_select"]);
const IDS: Readonly<Record<string, readonly [string, string]>> = {
  users_select: ["selected_user", "initial_user"],
  channels_select: ["selected_channel", "initial_channel"],
  conversations_select: ["selected_conversation", "initial_conversation"],
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
};

export interface Field {
  block: Json;
  element: Json;
}

/** What holds a value; buttons do not. */
export function fieldsOf(blocks: readonly Json[]): Field[] {
  return blocks.flatMap((block) =>
    elementsOf(block)
      .filter(({ type }) => type !== "button" && type !== "image" && type !== "overflow")
      .map((element) => ({ block, element })),
  );
}

/** The field of this action id, block id or label. Throws when there is none, or more than one. */
export function fieldNamed(blocks: readonly Json[], name: string): Field {
  const found = fieldsOf(blocks).filter(
    ({ block, element }) =>
      element.action_id === name || block.block_id === name || (isJson(block.label) && block.label.text === name),
  );
  const [first, second] = found;
  if (!first || second) throw new Error(`${found.length} fields are called ${name}`);
  return first;
}

/** What a field holds before anybody touches it. */
function atFirst({ element }: Field): Json {
  const type = String(element.type);
  if (TEXTS.has(type)) return { type, value: element.initial_value ?? null };
  if (ONE_OF.has(type)) return { type, selected_option: element.initial_option ?? null };
  if (SOME_OF.has(type)) return { type, selected_options: element.initial_options ?? [] };
  if (type === "file_input") return { type, files: [] };
  const [name, initial] = IDS[type] ?? ["value", "initial_value"];
  return { type, [name]: element[initial] ?? null };
}

export function keptState(blocks: readonly Json[], before: State): State {
  const state: State = {};
  for (const field of fieldsOf(blocks)) {
    const block = String(field.block.block_id);
    const action = String(field.element.action_id);
    const held = before[block]?.[action];
    const fresh = atFirst(field);
    state[block] = { ...state[block], [action]: held && held.type === fresh.type ? held : fresh };
  }
  return state;
}

function chosen(element: Json, value: unknown, suggested: readonly Json[]): Json {
  if (isJson(value)) return { text: { type: "plain_text", text: value.text, emoji: true }, value: value.value };
  const offered = element.type === "external_select" ? suggested : optionsOf(element);
  const found = offered.find((one) => one.value === value || (isJson(one.text) && one.text.text === value));
  if (!found) throw new Error(`${String(value)} is not among the options of ${String(element.action_id)}`);
  return found;
}

/** A member's value in Slack's own shape. Throws where Slack's client would not take it. */
export function entered({ element }: Field, value: InputValue, suggested: readonly Json[] = []): Json {
  const type = String(element.type);
  if (TEXTS.has(type)) return { type, value: value === null || value === "" ? null : String(value) };
  if (ONE_OF.has(type)) return { type, selected_option: value === null ? null : chosen(element, value, suggested) };
  if (SOME_OF.has(type)) {
    const values = Array.isArray(value) ? value : value === null ? [] : [value];
    return { type, selected_options: values.map((one) => chosen(element, one, suggested)) };
  }
  const [name] = IDS[type] ?? [];
  if (name === undefined) throw new Error(`a ${type} takes no such value`);
  return { type, [name]: value };
}

/** Fills fields, files as their JSON. */
export function fillFields(
  blocks: readonly Json[],
  before: State,
  values: Values,
  files: Files,
  upload: (file: NewFile | SlackFile) => Json,
  suggested: (actionId: string) => readonly Json[],
): State {
  const state = structuredClone(before);
  const put = ({ block, element }: Field, value: Json) => {
    const id = String(block.block_id);
    state[id] = { ...state[id], [String(element.action_id)]: value };
  };
  for (const [name, value] of Object.entries(values)) {
    const field = fieldNamed(blocks, name);
    put(field, entered(field, value, suggested(String(field.element.action_id))));
  }
  for (const [name, given] of Object.entries(files)) {
    const field = fieldNamed(blocks, name);
    checkFiles(field, given);
    put(field, { type: "file_input", files: given.map(upload) });
  }
  return state;
}

function checkFiles({ element }: Field, files: readonly (NewFile | SlackFile)[]): void {
  if (element.type !== "file_input") throw new Error("files go into a file_input only");
  const most = typeof element.max_files === "number" ? element.max_files : 10;
  if (files.length > most) throw new Error(`Slack takes at most ${most} files here`);
  const types = Array.isArray(element.filetypes) ? element.filetypes.map(String) : undefined;
  for (const { name, bytes } of files) {
    const ending = name.split(".").at(-1)?.toLowerCase() ?? "";
    if (types && !types.includes(ending)) throw new Error(`Slack takes no .${ending} here`);
    if (bytes.length > MOST_FILE) throw new Error(`Slack takes no file of ${bytes.length} bytes here`);
  }
}

/** What Slack's client says at a field before it sends a form, by block id. */
export function refusedByClient(blocks: readonly Json[], state: State): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const { block, element } of fieldsOf(blocks)) {
    if (block.type !== "input") continue;
    const id = String(block.block_id);
    const held = state[id]?.[String(element.action_id)] ?? {};
    const { type: _type, ...parts } = held;
    const [value] = Object.values(parts);
    const empty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
    if (empty && block.optional !== true) problems[id] = "is required";
    if (typeof value !== "string") continue;
    const below = (limit: unknown) => limit !== undefined && Number(value) < Number(limit);
    const above = (limit: unknown) => limit !== undefined && Number(value) > Number(limit);
    if (typeof element.max_length === "number" && value.length > element.max_length) problems[id] = "is too long";
    if (typeof element.min_length === "number" && value.length < element.min_length) problems[id] = "is too short";
    if (element.type !== "number_input") continue;
    if (!/^-?\d+(\.\d+)?$/.test(value)) problems[id] = "is no number";
    else if (element.is_decimal_allowed !== true && value.includes(".")) problems[id] = "must be whole";
    else if (below(element.min_value) || above(element.max_value)) problems[id] = "is out of range";
  }
  return problems;
}
