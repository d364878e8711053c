import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { WebClient } from "@slack/web-api";
import type { Keyv } from "keyv";
import { request } from "undici";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log.ts";
import type { Call } from "./calls.ts";
import { type MessagePlace, threadOf } from "./ref.ts";
import { isOperators, SlackFailed } from "./trouble.ts";

/** Where files are kept. */
export interface Library {
  /** The path of the file of this SHA-256. */
  pathOf(hash: string): string;
}

/** What is uploaded: a video, or another file that a card brings. */
export interface Upload {
  /** SHA-256 of the bytes in hex. */
  hash: string;
  name: string;
  /** What it shows, in words, for who can't see it. */
  alt?: string;
}

/** A file of the bot's: its id, and whether it is complete, so that it can be shown. */
export interface Uploaded {
  id: string;
  complete: boolean;
}

/** Slack doesn't take the file. */
export class NotTaken extends Error {
  override readonly name = "NotTaken";
  readonly why: "too large" | "not allowed";

  constructor(why: NotTaken["why"], options?: ErrorOptions) {
    super(`Slack doesn't take the file: ${why}`, options);
    this.why = why;
  }
}

export interface Uploader {
  /** Uploads the file for a message, as a file that nobody sees yet; a repeat gives the same. Throws NotTaken. */
  hidden(place: MessagePlace, file: Upload): Promise<string>;
  /** Uploads the file and shares it in the message's thread. Throws NotTaken. */
  inThread(place: MessagePlace, file: Upload): Promise<string>;
  /** Deletes a file of the bot's; one that is gone already is fine. */
  remove(id: string): Promise<void>;
  /** Deletes what was uploaded for a message without being seen in it. */
  forget(place: MessagePlace, file: Upload): Promise<void>;
}

interface Parts {
  client: WebClient;
  call: Call;
  library: Library;
  /** Uploads by message and file. May be lost: then one is uploaded once more. */
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
  const send = async ({ hash, name, alt }: Upload): Promise<string> => {
    const path = library.pathOf(hash);
    const { size: length } = await stat(path);
    if (length > MOST_BYTES) throw new NotTaken("too large");
    const about = { filename: name, length, ...(alt === undefined ? {} : { alt_txt: alt }) };
    const { upload_url: url, file_id: id } = await taking(
      call("files.getUploadURLExternal", "repeat", () => client.files.getUploadURLExternal(about)),
    );
    if (url === undefined || id === undefined) throw new TypeError("files.getUploadURLExternal gave no address");
    await sendBytes(url, path, length);
    return id;
  };

  const complete = async (id: string, { name: title }: Upload, to?: { channel_id: string; thread_ts: string }) => {
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
      log.warn({ err: error }, "Slack doesn't take a file");
      throw new NotTaken(/size|storage|limit/.test(error.code ?? "") ? "too large" : "not allowed", { cause: error });
    }
  };

  const uploader: Uploader = {
    hidden: async (place, file) => {
      const at = keyOf(place, file);
      const known = await uploads.get(at);
      if (known?.complete) return known.id;
      if (known) await uploader.remove(known.id);
      const id = await send(file);
      await remember(at, { id, complete: false });
      await complete(id, file);
      await remember(at, { id, complete: true });
      return id;
    },
    inThread: async (place, file) => {
      const id = await send(file);
      await complete(id, file, { channel_id: place.channel, thread_ts: threadOf(place) });
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
    forget: async (place, file) => {
      const at = keyOf(place, file);
      const known = await uploads.get(at);
      if (known) await uploader.remove(known.id);
      await uploads.delete(at);
    },
  };
  return uploader;
}

function keyOf({ workspace, channel, ts }: MessagePlace, { hash }: Upload): string {
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
