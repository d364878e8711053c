import type { types } from "@slack/bolt";
import { shorten } from "../../base/words.ts";
import type { Option } from "../../chat/command/option.ts";
import type { OptionField } from "../../chat/form/form.ts";
import { sayUsual } from "../../chat/form/form-words.ts";
import { YES_NO } from "../../chat/form/option-field.ts";
import { BLOCKS } from "../api/limits.ts";
import { plain } from "../draw/escape.ts";
import type { Say } from "../draw/say.ts";
import { formWords } from "./form.words.ts";

/** What an emptied choice sends: Slack's selects can't be cleared again. */
export const USUAL_VALUE = "usual:";
/** The element that holds a field's value. */
export const FIELD_ACTION = "value";

type Element = types.InputBlock["element"];

/** What stands in a field when its form opens: as it was written, and as the option reads it, where it can. */
interface Content {
  value: string | undefined;
  held: string | undefined;
}

/** What an option is filled in by. What a select or a number can't hold stands in a text, so that nothing typed is lost. */
export function elementOf(option: Option<unknown>, { value, held }: Content, say: Say): Element {
  if (value !== undefined && value !== "" && held === undefined) return unread(option, value);
  switch (option.kind) {
    case "choice":
      return select(option, { values: option.choices ?? [], held }, say);
    case "flag":
      return select(option, { values: YES_NO, held }, say);
    case "integer":
      return number(option, held, say);
    case "member":
      return { type: "users_select", action_id: FIELD_ACTION, ...(isMember(held) ? { initial_user: held } : {}) };
    case "channel":
      return {
        type: "conversations_select",
        action_id: FIELD_ACTION,
        ...(isChannel(held) ? { initial_conversation: held } : {}),
      };
    case "text":
      return option.completes && (value?.length ?? 0) <= BLOCKS.label ? search(value, say) : words(option, value);
    // Of user groups Slack has no list to choose from; a file is given by its link.
    case "role":
    case "image":
    case "video":
      return words(option, value);
  }
}

function select(
  { standard }: Option<unknown>,
  { values, held }: { values: readonly string[]; held: string | undefined },
  say: Say,
): types.StaticSelect {
  const choices = values.map((one) => choice(one, one));
  const chosen = choices.find((one) => one.value === held);
  return {
    type: "static_select",
    action_id: FIELD_ACTION,
    placeholder: plain(say(sayUsual(standard)), BLOCKS.placeholder),
    options: [choice(say(sayUsual(undefined)), USUAL_VALUE), ...choices],
    ...(chosen && { initial_option: chosen }),
  };
}

function number({ standard, min, max }: Option<unknown>, held: string | undefined, say: Say): types.NumberInput {
  return {
    type: "number_input",
    action_id: FIELD_ACTION,
    placeholder: plain(say(sayUsual(standard)), BLOCKS.placeholder),
    is_decimal_allowed: false,
    ...(min === undefined ? {} : { min_value: String(min) }),
    ...(max === undefined ? {} : { max_value: String(max) }),
    ...(held === undefined ? {} : { initial_value: held }),
  };
}

/** Suggests as one types. */
function search(value: string | undefined, say: Say): types.ExternalSelect {
  return {
    type: "external_select",
    action_id: FIELD_ACTION,
    placeholder: plain(say(formWords.find), BLOCKS.placeholder),
    min_query_length: 0,
    ...(value === undefined || value === "" ? {} : { initial_option: choice(value, value) }),
  };
}

function words({ kind, maxLength = BLOCKS.text }: Option<unknown>, value: string | undefined): types.PlainTextInput {
  const most = Math.min(maxLength, BLOCKS.text);
  return {
    type: "plain_text_input",
    action_id: FIELD_ACTION,
    multiline: kind === "text" && most > BLOCKS.placeholder,
    max_length: most,
    ...(value === undefined ? {} : { initial_value: value.slice(0, most) }),
  };
}

/** A field for one line of a text, which may be longer than it may: what is too long is said when it is sent. */
export function lineElement({ option, value }: OptionField, say: Say): types.PlainTextInput {
  const placeholder = option.lines && plain(say(option.lines.example), BLOCKS.placeholder);
  return { ...words(option, value), ...(placeholder && { placeholder }) };
}

/** Without a limit: the sentence about what is wrong comes when it is sent. */
function unread(option: Option<unknown>, value: string): types.PlainTextInput {
  const { max_length: _, ...unlimited } = words(option, undefined);
  return { ...unlimited, initial_value: value.slice(0, BLOCKS.text) };
}

function isMember(id: string | undefined): id is string {
  return id !== undefined && /^[UW][A-Z0-9]+$/.test(id);
}

function isChannel(id: string | undefined): id is string {
  return id !== undefined && /^[CGD][A-Z0-9]+$/.test(id);
}

export function choice(label: string, value: string): types.PlainTextOption {
  return { text: plain(shorten(label, BLOCKS.label), BLOCKS.label), value };
}
