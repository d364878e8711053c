import type { types } from "@slack/bolt";
import { z } from "zod";
import { BLOCKS } from "../api/limits.ts";
import { plain } from "../draw/escape.ts";
import type { Say } from "../draw/say.ts";
import { FIELD_ACTION } from "./elements.ts";
import { formWords, menuWords } from "./form.words.ts";
import { title } from "./view.ts";

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
export function lineView(where: Where, say: Say): types.ModalView {
  return {
    type: "modal",
    callback_id: LINE,
    title: title(say(menuWords.typeHere)),
    submit: title(say(formWords.send)),
    close: title(say(formWords.cancel)),
    private_metadata: JSON.stringify(where),
    blocks: [
      {
        type: "input",
        block_id: LINE,
        label: plain(say(formWords.line), BLOCKS.fieldLabel),
        hint: plain(say(formWords.lineHint), BLOCKS.fieldLabel),
        optional: true,
        element: { type: "plain_text_input", action_id: FIELD_ACTION, multiline: true, focus_on_load: true },
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
