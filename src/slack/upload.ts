import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { WebClient } from "@slack/web-api";
import type { Keyv } from "keyv";
import { request } from "undici";
import type { CardVideo } from "../chat/card.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Call } from "./calls.ts";
import { type MessagePlace, threadOf } from "./ref.ts";
import { isOperators, SlackFailed } from "./trouble.ts";

/** Where finished videos are kept. */
export interface Library {
  /** The path of the file of this SHA-256. */
  pathOf(hash: string): string;
}

/** A file of the bot's: its id, and whether it is complete, so that it can be shown. */
export interface Uploaded {
  id: string;
  complete: boolean;
}

/** Slack doesn't take the video. */
export class NotTaken extends Error {
  override readonly name = "NotTaken";
  readonly why: "too large" | "not allowed";

  constructor(why: NotTaken["why"], options?: ErrorOptions) {
    super(`Slack doesn't take the video: ${why}`, options);
    this.why = why;
  }
}

export interface Uploader {
  /** Uploads the video for a message, as a file that nobody sees yet; a repeat gives the same. Throws NotTaken. */
  hidden(place: MessagePlace, video: CardVideo): Promise<string>;
  /** Uploads the video and shares it in the message's thread. Throws NotTaken. */
  inThread(place: MessagePlace, video: CardVideo): Promise<string>;
  /** Deletes a file of the bot's; one that is gone already is fine. */
  remove(id: string): Promise<void>;
  /** Deletes what was uploaded for a message without being seen in it. */
  forget(place: MessagePlace, video: CardVideo): Promise<void>;
}

interface Parts {
  client: WebClient;
  call: Call;
  library: Library;
  /** Uploads by message and video. May be lost: then a video is uploaded once more. */
  uploads: Keyv<Uploaded>;
  log: Logger;
}

/** Slack takes files of up to 1 GB: slack.com/help/articles/201330736. */
export const MOST_BYTES = 1_000_000_000;
/** Slack checks the whole file before it answers. */
const ANSWER_MS = 120_000;
/** A message is finished, or its job given up, long before. */
const REMEMBERED_MS = 7 * 24 * 3_600_000;

const GONE = new Set<string | undefined>(["file_not_found", "file_deleted", "cant_delete_file"]);

export function createUploader({ client, call, library, uploads, log }: Parts): Uploader {
  const remember = (at: string, uploaded: Uploaded) => uploads.set(at, uploaded, REMEMBERED_MS);

  /** Sends the bytes. The file they become isn't there before it is completed. */
  const send = async ({ hash, name }: CardVideo): Promise<string> => {
    const path = library.pathOf(hash);
    const { size: length } = await stat(path);
    if (length > MOST_BYTES) throw new NotTaken("too large");
    const about = { filename: name, length };
    const { upload_url: url, file_id: id } = await taking(
      call("files.getUploadURLExternal", "repeat", () => client.files.getUploadURLExternal(about)),
    );
    if (url === undefined || id === undefined) throw new TypeError("files.getUploadURLExternal gave no address");
    await sendBytes(url, path, length);
    return id;
  };

  const complete = async (id: string, { name: title }: CardVideo, to?: { channel_id: string; thread_ts: string }) => {
    const files: [{ id: string; title: string }] = [{ id, title }];
    const about = to ? { files, ...to } : { files };
    // Shared a second time it would be seen twice, so the caller has to look.
    const patience = to ? "once" : "repeat";
    await taking(call("files.completeUploadExternal", patience, () => client.files.completeUploadExternal(about)));
  };

  /** Lets what Slack refuses for its own reasons be told apart from what it fails at. */
  const taking = async <T>(asking: Promise<T>): Promise<T> => {
    try {
      return await asking;
    } catch (error) {
      if (!(error instanceof SlackFailed) || error.how !== "refused" || isOperators(error)) throw error;
      log.warn({ err: error }, "Slack doesn't take a video");
      throw new NotTaken(/size|storage|limit/.test(error.code ?? "") ? "too large" : "not allowed", { cause: error });
    }
  };

  const uploader: Uploader = {
    hidden: async (place, video) => {
      const at = keyOf(place, video);
      const known = await uploads.get(at);
      if (known?.complete) return known.id;
      if (known) await uploader.remove(known.id);
      const id = await send(video);
      await remember(at, { id, complete: false });
      await complete(id, video);
      await remember(at, { id, complete: true });
      return id;
    },
    inThread: async (place, video) => {
      const id = await send(video);
      await complete(id, video, { channel_id: place.channel, thread_ts: threadOf(place) });
      return id;
    },
    remove: async (id) => {
      try {
        await call("files.delete", "repeat", () => client.files.delete({ file: id }));
      } catch (error) {
        if (!(error instanceof SlackFailed) || !GONE.has(error.code)) throw error;
        log.debug({ file: id, reason: error.code }, "a file was gone before it was deleted");
      }
    },
    forget: async (place, video) => {
      const at = keyOf(place, video);
      const known = await uploads.get(at);
      if (known) await uploader.remove(known.id);
      await uploads.delete(at);
    },
  };
  return uploader;
}

function keyOf({ workspace, channel, ts }: MessagePlace, { hash }: CardVideo): string {
  return `${workspace} ${channel} ${ts} ${hash}`;
}

/** The bytes go from the disk to Slack as it takes them, never more of them in memory than a chunk. */
async function sendBytes(url: string, path: string, length: number): Promise<void> {
  const method = "upload";
  let status: number;
  try {
    const { statusCode, body } = await request(url, {
      method: "POST",
      headers: { "content-type": "application/octet-stream", "content-length": String(length) },
      body: createReadStream(path),
      headersTimeout: ANSWER_MS,
      bodyTimeout: ANSWER_MS,
    });
    status = statusCode;
    await body.dump();
  } catch (error) {
    throw new SlackFailed(method, { how: "lost", why: messageOf(error) });
  }
  if (status === 413) throw new NotTaken("too large");
  // An upload that failed became no file, so all else may be tried again.
  if (status !== 200) throw new SlackFailed(method, { how: "lost", why: `status ${status}` });
}
