import type { types } from "@slack/bolt";
import type { Field } from "../../chat/form/form.ts";
import { FILES_FIELD, MORE_FIELD } from "../../chat/form/form.ts";
import { sayFilesField, formWords as sharedWords } from "../../chat/form/form-words.ts";
import { heldValue, labelOf } from "../../chat/form/option-field.ts";
import { quoted } from "../../text/measures.ts";
import { allOf, spaced, type Text } from "../../text/text.ts";
import { BLOCKS, FILES } from "../api/limits.ts";
import { plain } from "../draw/escape.ts";
import type { Say } from "../draw/say.ts";
import { elementOf, FIELD_ACTION, lineElement } from "./elements.ts";
import { formWords } from "./form.words.ts";

/** The block in which a form asks where to post. */
export const WHERE_FIELD = "where";
/**
 * Before the block's name once a default stands in it. Under the same name Slack would keep what the field held before; with
 * another action alone its client would ask, of a form that nobody has touched, whether to leave (slack-modal-unsaved in
 * docs/platforms.md).
 */
const FILLED = "usual:";

/** Between an option and the number of its line, where each line has a field. */
const LINE = "#";

/** The option or the field that a block of a form is for. */
export function fieldOf(blockId: string): string {
  const [name = ""] = (blockId.startsWith(FILLED) ? blockId.slice(FILLED.length) : blockId).split(LINE);
  return name;
}

/** Which line of its option a block is for; 0 where it is for all of it. */
export function lineOf(blockId: string): number {
  return Number(blockId.split(LINE)[1] ?? 0);
}

interface About {
  /** What the member usually wants. */
  usual?: string | undefined;
  needed?: boolean;
  /** The options that files would fill. */
  filesFor: readonly string[];
  /** What the command is called in a message's menu. */
  menu?: Text | undefined;
}

/** One field of a form; its block is named after the option. */
export function fieldBlock(field: Field, { usual, needed = false, filesFor, menu }: About, say: Say): types.InputBlock {
  switch (field.is) {
    case "option": {
      const { name, option, line, value = usual } = field;
      const block = field.value === undefined && usual !== undefined ? `${FILLED}${name}` : name;
      if (line !== undefined) {
        const hint = line === 1 ? option.description : undefined;
        return input(
          { name: `${block}${LINE}${line}`, label: labelOf(field), hint, needed },
          lineElement(field, say),
          say,
        );
      }
      const held = value === undefined ? undefined : heldValue(option, name, value);
      return input(
        { name: block, label: labelOf(field), hint: option.description, needed },
        elementOf(option, { value, held }, say),
        say,
      );
    }
    case "files":
      return input(
        { name: FILES_FIELD, label: sayFilesField(field.accept), hint: sayFiles(filesFor, menu) },
        { type: "file_input", action_id: FIELD_ACTION, max_files: Math.min(field.most, FILES.inForm) },
        say,
      );
    case "more":
      return input(
        { name: MORE_FIELD, label: sharedWords.more, hint: formWords.more({ example: field.example }) },
        {
          type: "plain_text_input",
          action_id: FIELD_ACTION,
          ...(field.value === "" ? {} : { initial_value: field.value.slice(0, BLOCKS.text) }),
        },
        say,
      );
  }
}

/** Asks for the channel, with the one that the member looks at filled in. */
export function whereBlock(say: Say): types.InputBlock {
  const element: types.ConversationsSelect = {
    type: "conversations_select",
    action_id: FIELD_ACTION,
    default_to_current_conversation: true,
    filter: { include: ["public", "private", "im", "mpim"], exclude_bot_users: false },
  };
  return input({ name: WHERE_FIELD, label: formWords.where, hint: formWords.whereHint, needed: true }, element, say);
}

/** What files go where. */
function sayFiles(options: readonly string[], menu: Text | undefined): Text {
  const megabytes = FILES.formMegabytes;
  const count = Math.min(options.length, FILES.inForm);
  return spaced(
    count === 1 ? formWords.oneFile({ megabytes }) : formWords.files({ count, megabytes, options: allOf(options) }),
    menu === undefined ? formWords.larger : formWords.largerOr({ menu: quoted(menu) }),
  );
}

interface Input {
  name: string;
  label: Text;
  hint: Text | undefined;
  needed?: boolean;
}

function input(
  { name, label, hint, needed = false }: Input,
  element: types.InputBlock["element"],
  say: Say,
): types.InputBlock {
  return {
    type: "input",
    block_id: name,
    label: plain(say(label), BLOCKS.fieldLabel),
    ...(hint === undefined ? {} : { hint: plain(say(hint), BLOCKS.fieldLabel) }),
    optional: !needed,
    element,
  };
}
