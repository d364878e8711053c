import type { types } from "@slack/bolt";
import { UserError } from "../../base/errors.ts";
import { FORM_WORDS } from "../../chat/cards/notices.ts";
import { shorten } from "../../chat/cards/say.ts";
import type { Option } from "../../chat/command/option.ts";
import { isFileSource } from "../../chat/contract/invocation.ts";
import type { Field } from "../../chat/form/form.ts";
import { FILES_FIELD, MORE_FIELD } from "../../chat/form/form.ts";
import {
  AS_USUAL,
  FORM_LABELS,
  sayFilesField,
  sayFilesHint,
  sayMoreHint,
  sayUsual,
} from "../../chat/form/form-words.ts";

/** Slack's limits, in characters: docs.slack.dev/reference/block-kit. */
const MOST_TEXT = 3_000;
const MOST_LABEL = 2_000;
const MOST_PLACEHOLDER = 150;
const MOST_OPTION = 75;
/** A form takes up to ten files, of 10 MB each. */
const MOST_FILES = 10;
const MOST_FILE_MB = 10;

/** The block in which a form asks where to post. */
export const WHERE_FIELD = "where";
/** What an emptied choice sends: Slack's selects can't be cleared again. */
export const USUAL_VALUE = "usual:";
/** The element that holds a field's value. */
const FIELD_ACTION = "value";
/**
 * Before the block's name once a default stands in it. Under the same name Slack would keep what the field held before; with
 * another action alone its client would ask, of a form that nobody has touched, whether to leave (slack-modal-unsaved).
 */
const FILLED = "usual:";

/** The option or the field that a block of a form is for. */
export function fieldOf(blockId: string): string {
  return blockId.startsWith(FILLED) ? blockId.slice(FILLED.length) : blockId;
}

/**
 * One field of a form; its block is named after the option. `usual` is what the member usually wants, and `filesFor` are
 * the options that files would fill.
 */
export function fieldBlock(
  field: Field,
  { usual, needed = false, filesFor }: { usual?: string | undefined; needed?: boolean; filesFor: readonly string[] },
): types.InputBlock {
  if (field.is === "files") {
    const element: types.FileInput = {
      type: "file_input",
      action_id: FIELD_ACTION,
      max_files: Math.min(field.most, MOST_FILES),
    };
    return input(FILES_FIELD, sayFilesField(field.accept), sayFilesHint(filesFor, MOST_FILE_MB), element, false);
  }
  if (field.is === "more") {
    const element: types.PlainTextInput = {
      type: "plain_text_input",
      action_id: FIELD_ACTION,
      ...(field.value === "" ? {} : { initial_value: field.value.slice(0, MOST_TEXT) }),
    };
    return input(MORE_FIELD, FORM_WORDS.more, sayMoreHint(field.example), element, false);
  }
  const { name, option } = field;
  const value = field.value ?? usual;
  const block = field.value === undefined && usual !== undefined ? `${FILLED}${name}` : name;
  return input(block, sayOption(name), option.description, elementOf(option, name, value), needed);
}

/** Asks for the channel, with the one that the member looks at filled in. */
export function whereBlock(): types.InputBlock {
  const element: types.ConversationsSelect = {
    type: "conversations_select",
    action_id: FIELD_ACTION,
    default_to_current_conversation: true,
    filter: { include: ["public", "private", "im", "mpim"], exclude_bot_users: false },
  };
  return input(WHERE_FIELD, FORM_LABELS.where, FORM_LABELS.whereHint, element, true);
}

function input(
  name: string,
  label: string,
  hint: string,
  element: types.InputBlock["element"],
  needed: boolean,
): types.InputBlock {
  return {
    type: "input",
    block_id: name,
    label: plain(label, MOST_LABEL),
    hint: plain(hint, MOST_LABEL),
    optional: !needed,
    element,
  };
}

function elementOf(option: Option<unknown>, name: string, value: string | undefined): types.InputBlock["element"] {
  const read = value === undefined ? undefined : readValue(option, name, value);
  // What a select or a number can't hold stands in a text, so that nothing of what was typed is lost.
  const unreadable = value !== undefined && read === undefined;
  const common = { action_id: FIELD_ACTION, placeholder: plain(sayUsual(option.standard), MOST_PLACEHOLDER) };
  if (!unreadable && (option.choices || option.kind === "flag")) {
    const choices = (option.choices ?? ["yes", "no"]).map((one) => choice(one, one));
    const usual = choice(AS_USUAL, USUAL_VALUE);
    const chosen = choices.find((one) => one.value === read);
    return {
      type: "static_select",
      ...common,
      options: [usual, ...choices],
      ...(chosen && { initial_option: chosen }),
    };
  }
  if (!unreadable && option.kind === "integer") {
    return {
      type: "number_input",
      ...common,
      is_decimal_allowed: false,
      ...(option.min === undefined ? {} : { min_value: String(option.min) }),
      ...(option.max === undefined ? {} : { max_value: String(option.max) }),
      ...(read === undefined ? {} : { initial_value: read }),
    };
  }
  const mention = unreadable ? undefined : mentionElement(option, read);
  if (mention) return mention;
  if (option.completes && (value?.length ?? 0) <= MOST_OPTION) {
    return {
      type: "external_select",
      action_id: FIELD_ACTION,
      placeholder: plain(FORM_LABELS.find, MOST_PLACEHOLDER),
      min_query_length: 0,
      ...(value === undefined || value === "" ? {} : { initial_option: choice(value, value) }),
    };
  }
  const most = Math.min(option.maxLength ?? MOST_TEXT, MOST_TEXT);
  return {
    type: "plain_text_input",
    action_id: FIELD_ACTION,
    multiline: option.kind === "text" && most > MOST_PLACEHOLDER,
    ...(unreadable ? {} : { max_length: most }),
    ...(value === undefined ? {} : { initial_value: value.slice(0, unreadable ? MOST_TEXT : most) }),
  };
}

/** Slack's own list of members or channels; of user groups it has none. */
function mentionElement(option: Option<unknown>, id: string | undefined) {
  if (option.kind === "member") {
    const known = id !== undefined && /^[UW][A-Z0-9]+$/.test(id);
    return { type: "users_select" as const, action_id: FIELD_ACTION, ...(known ? { initial_user: id } : {}) };
  }
  if (option.kind === "channel") {
    const known = id !== undefined && /^[CGD][A-Z0-9]+$/.test(id);
    const chosen = known ? { initial_conversation: id } : {};
    return { type: "conversations_select" as const, action_id: FIELD_ACTION, ...chosen };
  }
  return undefined;
}

/** The value as a select or a number has it: `turbo` is `kling-turbo`, `8s` is 8. */
export function readValue(option: Option<unknown>, name: string, value: string): string | undefined {
  try {
    const read = option.read(value, name);
    if (read === true) return "yes";
    if (read === false) return "no";
    return isFileSource(read) ? value : String(read);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** “End image”, of `end_image`. */
function sayOption(name: string): string {
  const words = name.replaceAll("_", " ").replace(/(\d+)$/, " $1");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function choice(label: string, value: string): types.PlainTextOption {
  return { text: plain(label, MOST_OPTION), value };
}

/** Text in which nothing means anything but itself, `:emoji:` included. */
export function plain(text: string, most: number): types.PlainTextElement {
  return { type: "plain_text", text: shorten(text, most), emoji: false };
}
