import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { WebClient } from "@slack/web-api";
import { request } from "undici";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { Call } from "../api/calls.ts";
import { FILES } from "../api/limits.ts";
import { isOperators, SlackFailed } from "../api/trouble.ts";
import type { MessagePlace } from "./ref.ts";

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
}

/** Slack doesn't take the file. */
export class NotTaken extends Error {
  override readonly name = "NotTaken";
  readonly why: "too large" | "storage full" | "not allowed";

  constructor(why: NotTaken["why"], options?: ErrorOptions) {
    super(`Slack doesn't take the file: ${why}`, options);
    this.why = why;
  }
}

/** The files of one message, shared together. */
export interface Sharing {
  files: readonly { id: string; title: string }[];
  /** In the card's conversation, and in its thread where it is in one. */
  beside: MessagePlace;
  /** What the message says above them, escaped. */
  comment: string;
}

export interface Uploader {
  /** Sends the bytes, and gives the id of what becomes a file once it is shared. Throws NotTaken. */
  send(file: Upload): Promise<string>;
  /**
   * Has files shared, which Slack does some seconds after it has answered. `lost`: there was no answer. `unknown`: what
   * was sent is there no longer. Throws NotTaken, and MessageGone where the bot may not post.
   */
  share(sharing: Sharing): Promise<"taken" | "lost" | "unknown">;
  /** Deletes a file of the bot's; one that is gone already is fine. */
  remove(id: string): Promise<void>;
}

interface Ports {
  client: WebClient;
  call: Call;
  library: Library;
  log: Logger;
}

/** Slack checks the whole file before it answers. */
const ANSWER_MS = 120_000;

/** docs.slack.dev/reference/methods/files.delete. */
const GONE = new Set<string | undefined>(["file_not_found", "file_deleted", "cant_delete_file"]);

export function createUploader({ client, call, library, log }: Ports): Uploader {
  /** Lets what Slack refuses for its own reasons be told apart from what it fails at. */
  const taking = async <T>(asking: Promise<T>): Promise<T> => {
    try {
      return await asking;
    } catch (error) {
      if (!(error instanceof SlackFailed) || error.how !== "refused" || isOperators(error)) throw error;
      log.warn({ err: error }, "Slack doesn't take a file");
      throw new NotTaken(reasonOf(error), { cause: error });
    }
  };

  return {
    send: async ({ hash, name }) => {
      const path = library.pathOf(hash);
      const { size: length } = await stat(path);
      if (length > FILES.upload) throw new NotTaken("too large");
      // Without a description: a file that has one is at times never shared (slackapi/python-slack-sdk#1818).
      const { upload_url: url, file_id: id } = await taking(
        call("files.getUploadURLExternal", "repeat", () =>
          client.files.getUploadURLExternal({ filename: name, length }),
        ),
      );
      if (url === undefined || id === undefined) throw new TypeError("files.getUploadURLExternal gave no address");
      await sendBytes(url, path, length);
      return id;
    },
    share: async ({ files: [first, ...others], beside: { channel, thread }, comment }) => {
      if (!first) throw new RangeError("There is nothing to share");
      const said = { files: [first, ...others] as [typeof first, ...typeof others], initial_comment: comment };
      const to = thread === undefined ? { channel_id: channel } : { channel_id: channel, thread_ts: thread };
      try {
        await call("files.completeUploadExternal", "once", () =>
          client.files.completeUploadExternal({ ...said, ...to }),
        );
        return "taken";
      } catch (error) {
        if (!(error instanceof SlackFailed)) throw error;
        if (error.how === "lost") {
          log.warn(
            { file: first.id, reason: error.message },
            "the answer to a share was lost: looking whether it is there",
          );
          return "lost";
        }
        if (error.code === "file_not_found") return "unknown";
        return await taking(Promise.reject(error));
      }
    },
    remove: async (id) => {
      try {
        await call("files.delete", "repeat", () => client.files.delete({ file: id }));
      } catch (error) {
        if (!(error instanceof SlackFailed) || !GONE.has(error.code)) throw error;
        log.debug({ file: id, reason: error.code }, "a file was gone before it was deleted");
      }
    },
  };
}

function reasonOf({ code = "" }: SlackFailed): NotTaken["why"] {
  if (code.includes("storage")) return "storage full";
  return /size|limit/.test(code) ? "too large" : "not allowed";
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
