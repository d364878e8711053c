import { createHash } from "node:crypto";
import type { APIMessage } from "discord.js";
import type { MessageRef } from "../../chat/contract/chat.ts";

/**
 * The key of a posting as the ids of a message's first two components. Discord keeps these ids, gives them back to the
 * bot with its own messages, and shows them to nobody.
 */
export type Mark = readonly [number, number];

/** Where a message is, and the mark that its edits keep. */
export interface MessagePlace {
  channel: string;
  message: string;
  /** The server for which it was posted; unknown for messages of an earlier version. */
  guild: string | undefined;
  mark: Mark | undefined;
}

/** A component's id is a positive int32, one of a kind in its message; Discord gives small ones to those without. */
const FIRST_FROM = 2 ** 30;
const SECOND_FROM = 2 ** 29;

/** Discord's limit. */
const NONCE_CHARS = 25;

export function markOf(key: string): Mark {
  const digest = createHash("sha256").update(key).digest();
  return [FIRST_FROM + (digest.readUInt32BE(0) % FIRST_FROM), SECOND_FROM + (digest.readUInt32BE(4) % SECOND_FROM)];
}

export function carries({ components = [] }: Pick<APIMessage, "components">, [first, second]: Mark): boolean {
  const [card] = components;
  return card !== undefined && "components" in card && card.id === first && card.components[0]?.id === second;
}

/** What Discord knows a repeated posting by for a few minutes. */
export function nonceOf(channel: string, key: string): string {
  return createHash("sha256").update(`${channel} ${key}`).digest("base64url").slice(0, NONCE_CHARS);
}

export function writeRef({ channel, message, guild, mark }: MessagePlace): MessageRef {
  return [channel, message, guild ?? "", mark?.join("-") ?? ""].join("/") as MessageRef;
}

export function readRef(ref: MessageRef): MessagePlace {
  const [channel = "", message = "", guild = "", mark = ""] = ref.split("/");
  const [first, second] = mark.split("-").map(Number);
  return {
    channel,
    message,
    // An earlier version had an upload limit there, which has fewer digits.
    guild: /^\d{17,20}$/.test(guild) ? guild : undefined,
    mark: first && second ? [first, second] : undefined,
  };
}
