import type { WebClient } from "@slack/web-api";
import { type Belief, belief } from "../chat/cards/beliefs.ts";
import { MessageGone, type MessageRef } from "../chat/contract/chat.ts";
import type { Look } from "../doctor/trial.ts";
import type { Call } from "./api/calls.ts";
import { SlackFailed } from "./api/trouble.ts";
import type { FileRows } from "./speak/file-rows.ts";
import { type MessagePlace, readRef } from "./speak/ref.ts";

/** What a trial is read back and removed by. */
export interface Reading {
  client: WebClient;
  call: Call;
  rows: FileRows;
}

/** Codes for a file that is deleted already, or never came to be. */
const GONE: readonly string[] = ["file_deleted", "file_not_found"];

/** What of a file's `shares` is read: by side and channel, the messages that share it. */
type Shares = Partial<Record<"public" | "private", Record<string, { ts?: string }[]>>>;

/** On which sides Slack says that a file is shared in the channel, and by which message first; undefined where it knows none. */
export async function sharesOf({ client, call }: Reading, { channel }: MessagePlace, file: string) {
  try {
    const { file: info } = await call("files.info", "repeat", () => client.files.info({ file }));
    const shares = (info?.shares ?? {}) as Shares;
    const sides = (["public", "private"] as const).filter((side) => shares[side]?.[channel]?.length);
    const [ts] = sides.flatMap((side) => shares[side]?.[channel]?.flatMap((one) => one.ts ?? []) ?? []).sort();
    return { sides, ts };
  } catch (error) {
    if (error instanceof SlackFailed && error.how === "refused") return undefined;
    throw error;
  }
}

/**
 * Deletes a trial's card, and the video beside it with its message; what is gone already is fine. Tries each part, whatever
 * comes of the others, and then throws what kept it from one.
 */
export async function removeTrial(reading: Reading, ref: MessageRef): Promise<Look> {
  const { client, call, rows } = reading;
  const place = readRef(ref);
  const { channel } = place;
  const noted = await rows.find(place);
  // Once a file is deleted, Slack no longer says which message shared it.
  const share =
    noted?.ts ?? (noted?.ids[0] === undefined ? undefined : (await sharesOf(reading, place, noted.ids[0]))?.ts);
  const beliefs: Belief[] = [];
  const files = (noted?.ids ?? []).map(async (file) => {
    await unless(
      GONE,
      call("files.delete", "repeat", () => client.files.delete({ file })),
    );
    const code = await codeOf(call("files.info", "repeat", () => client.files.info({ file })));
    beliefs.push(
      belief("slack-file-deleted", code !== undefined && GONE.includes(code), "files.info still gives a deleted video"),
    );
  });
  const video = async (ts: string) => {
    const code = await codeOf(call("chat.delete", "repeat", () => client.chat.delete({ channel, ts })));
    const deleted = code === undefined || code === "message_not_found";
    beliefs.push(belief("slack-share-delete", deleted, `chat.delete of the video's message answers ${code}`));
  };
  const card = unless(
    ["message_not_found"],
    call("chat.delete", "repeat", () => client.chat.delete({ channel, ts: place.ts })),
  );
  const tried = await Promise.allSettled([...files, ...(share === undefined ? [] : [video(share)]), card]);
  const [failed] = tried.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  if (failed !== undefined) throw failed;
  return { beliefs };
}

/** The code with which Slack refuses a call; undefined where it doesn't. Throws what is no refusal. */
export async function codeOf(calling: Promise<unknown>): Promise<string | undefined> {
  try {
    await calling;
    return undefined;
  } catch (error) {
    const cause = error instanceof MessageGone ? error.cause : error;
    if (cause instanceof SlackFailed && cause.code !== undefined) return cause.code;
    throw error;
  }
}

async function unless(fine: readonly string[], calling: Promise<unknown>): Promise<void> {
  const code = await codeOf(calling);
  if (code !== undefined && !fine.includes(code)) throw new Error(`Slack refuses to delete it (${code})`);
}
