import type { types } from "@slack/bolt";
import { z } from "zod";
import { FORM_LABELS, LINE_WORDS } from "../../chat/form/form-words.ts";
import { plain } from "./form-fields.ts";

/** By which the sending of a typed line is known, and the block that holds it. */
export const LINE = "line";

/** Where the line was asked for; Slack carries it in the view. */
const Where = z.object({
  channel: z.string(),
  thread: z.string(),
  startsThread: z.boolean(),
  closed: z.boolean(),
});

export type Where = z.output<typeof Where>;

/** Asks for a line as one types it after the slash command, which Slack doesn't have in threads. */
export function lineView(where: Where): types.ModalView {
  return {
    type: "modal",
    callback_id: LINE,
    title: plain(FORM_LABELS.typeHere, 24),
    submit: plain(FORM_LABELS.send, 24),
    close: plain(FORM_LABELS.cancel, 24),
    private_metadata: JSON.stringify(where),
    blocks: [
      {
        type: "input",
        block_id: LINE,
        label: plain(LINE_WORDS.label, 2_000),
        hint: plain(LINE_WORDS.hint, 2_000),
        optional: true,
        element: { type: "plain_text_input", action_id: "value", multiline: true, focus_on_load: true },
      },
    ],
  };
}

/** Undefined when it isn't ours. */
export function readWhere(metadata: string): Where | undefined {
  try {
    return Where.safeParse(JSON.parse(metadata)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
