import { elementsOf } from "./blocks.ts";
import { isJson } from "./rules.ts";
import type { Button, Json } from "./types.ts";

interface Shown {
  text?: string;
  blocks: readonly Json[];
}

/** Every string of text that is shown: the blocks' in order, or the message's own where there are none. */
export function texts(shown: Shown): string[] {
  if (shown.blocks.length === 0) return shown.text === undefined || shown.text === "" ? [] : [shown.text];
  return shown.blocks.flatMap(textsIn);
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isJson(value)) return [];
  if (typeof value.text === "string") return [value.text];
  return Object.values(value).flatMap(textsIn);
}

/** Every button in its order. */
export function buttons(shown: Shown): Button[] {
  return shown.blocks.flatMap((block) =>
    elementsOf(block)
      .filter(({ type }) => type === "button")
      .map((element) => ({
        label: isJson(element.text) ? String(element.text.text) : "",
        blockId: String(block.block_id),
        actionId: String(element.action_id),
        value: said(element.value),
        style: said(element.style),
        url: said(element.url),
        element,
      })),
  );
}

function said(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Whom a message calls: ids, or `channel`, `here`, `everyone`. `full` also finds names without brackets. */
export function pingsIn(text: string, blocks: readonly Json[], full: boolean): string[] {
  const all = [...pingsInText(text, full), ...blocks.flatMap((block) => pingsInBlock(block, full))];
  return [...new Set(all)];
}

function pingsInText(text: string, full: boolean): string[] {
  const wrapped = text.matchAll(/<(?:@([UW]\w+)|!subteam\^(S\w+)|!(channel|here|everyone))(?:[|^][^>]*)?>/g);
  const bare = full ? text.matchAll(/(?<![\w<])@(channel|here|everyone)\b/g) : [];
  return [...wrapped, ...bare].flatMap(([, ...who]) => who.filter((one) => one !== undefined));
}

/** Mrkdwn and rich text call; plain text never does. */
function pingsInBlock(value: unknown, full: boolean): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => pingsInBlock(one, full));
  if (!isJson(value)) return [];
  if (value.type === "plain_text") return [];
  if ((value.type === "mrkdwn" || value.type === "markdown") && typeof value.text === "string") {
    return pingsInText(value.text, full);
  }
  if (value.type === "user") return [String(value.user_id)];
  if (value.type === "usergroup") return [String(value.usergroup_id)];
  if (value.type === "broadcast") return [String(value.range)];
  return Object.values(value).flatMap((one) => pingsInBlock(one, full));
}
