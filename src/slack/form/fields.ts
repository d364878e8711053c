import type { types } from "@slack/bolt";
import { FORM_WORDS } from "../../chat/cards/notices.ts";
import type { Field } from "../../chat/form/form.ts";
import { FILES_FIELD, MORE_FIELD } from "../../chat/form/form.ts";
import { FORM_LABELS, sayFilesField, sayFilesHint, sayMoreHint } from "../../chat/form/form-words.ts";
import { heldValue, labelOf } from "../../chat/form/option-field.ts";
import { inEnglish } from "../../text/render.ts";
import { BLOCKS, FILES } from "../api/limits.ts";
import { plain } from "../speak/escape.ts";
import { elementOf, FIELD_ACTION } from "./elements.ts";

/** The block in which a form asks where to post. */
export const WHERE_FIELD = "where";
/**
 * Before the block's name once a default stands in it. Under the same name Slack would keep what the field held before; with
 * another action alone its client would ask, of a form that nobody has touched, whether to leave (slack-modal-unsaved in
 * docs/platforms.md).
 */
const FILLED = "usual:";

/** The option or the field that a block of a form is for. */
export function fieldOf(blockId: string): string {
  return blockId.startsWith(FILLED) ? blockId.slice(FILLED.length) : blockId;
}

interface About {
  /** What the member usually wants. */
  usual?: string | undefined;
  needed?: boolean;
  /** The options that files would fill. */
  filesFor: readonly string[];
}

/** One field of a form; its block is named after the option. */
export function fieldBlock(field: Field, { usual, needed = false, filesFor }: About): types.InputBlock {
  switch (field.is) {
    case "option": {
      const { name, option, value = usual } = field;
      const block = field.value === undefined && usual !== undefined ? `${FILLED}${name}` : name;
      const held = value === undefined ? undefined : heldValue(option, name, value);
      return input({
        ...{ name: block, label: labelOf(name), hint: inEnglish(option.description), needed },
        element: elementOf(option, { value, held }),
      });
    }
    case "files":
      return input({
        name: FILES_FIELD,
        label: sayFilesField(field.accept),
        hint: sayFilesHint(filesFor, FILES.formMegabytes),
        element: { type: "file_input", action_id: FIELD_ACTION, max_files: Math.min(field.most, FILES.inForm) },
      });
    case "more":
      return input({
        name: MORE_FIELD,
        label: FORM_WORDS.more,
        hint: sayMoreHint(field.example),
        element: {
          type: "plain_text_input",
          action_id: FIELD_ACTION,
          ...(field.value === "" ? {} : { initial_value: field.value.slice(0, BLOCKS.text) }),
        },
      });
  }
}

/** Asks for the channel, with the one that the member looks at filled in. */
export function whereBlock(): types.InputBlock {
  const element: types.ConversationsSelect = {
    type: "conversations_select",
    action_id: FIELD_ACTION,
    default_to_current_conversation: true,
    filter: { include: ["public", "private", "im", "mpim"], exclude_bot_users: false },
  };
  return input({ name: WHERE_FIELD, label: FORM_LABELS.where, hint: FORM_LABELS.whereHint, element, needed: true });
}

interface Input {
  name: string;
  label: string;
  hint: string;
  element: types.InputBlock["element"];
  needed?: boolean;
}

function input({ name, label, hint, element, needed = false }: Input): types.InputBlock {
  return {
    type: "input",
    block_id: name,
    label: plain(label, BLOCKS.fieldLabel),
    hint: plain(hint, BLOCKS.fieldLabel),
    optional: !needed,
    element,
  };
}
