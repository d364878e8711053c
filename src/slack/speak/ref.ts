import type { MessageRef } from "../../chat/contract/chat.ts";

/** Where a message is, and the key it was posted under. */
export interface MessagePlace {
  workspace: string;
  channel: string;
  /** Slack's id of a message in its channel: a time, in seconds with six decimals. */
  ts: string;
  /** The `ts` of the thread's first message, for one that was posted in a thread. */
  thread?: string;
  key: string;
}

export function writeRef({ workspace, channel, ts, thread, key }: MessagePlace): MessageRef {
  return [workspace, channel, ts, thread ?? "", key].join("/") as MessageRef;
}

export function readRef(ref: MessageRef): MessagePlace {
  const [workspace = "", channel = "", ts = "", thread = "", ...key] = ref.split("/");
  return { workspace, channel, ts, ...(thread === "" ? {} : { thread }), key: key.join("/") };
}

/** The `ts` of the first message of the thread in which answers to the message stand. */
export function threadOf({ thread, ts }: Pick<MessagePlace, "thread" | "ts">): string {
  return thread ?? ts;
}
