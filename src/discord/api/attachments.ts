import type { APIAttachment } from "discord.js";
import { request } from "undici";
import { UserError } from "../../base/errors.ts";
import { sayFileGone, sayFileLate } from "../../chat/cards/notices.ts";
import type { Attachment } from "../../chat/contract/invocation.ts";

/** A member's file as it can be kept: Discord's address of it works for about a day. */
export interface FileData {
  name: string;
  /** As Discord says, where it does. */
  bytes?: number;
  url: string;
}

/** Opens an address of Discord's files. A body that isn't read must be dropped. */
export type FetchFile = (
  url: string,
) => Promise<{ status: number; body: AsyncIterable<Uint8Array>; drop(): Promise<void> }>;

/** Discord's files come at once; what has stood still for so long doesn't come. */
const STILL_MS = 20_000;

export const fetchFromDiscord: FetchFile = async (url) => {
  const { statusCode: status, body } = await request(url, { headersTimeout: STILL_MS, bodyTimeout: STILL_MS });
  return { status, body, drop: () => body.dump() };
};

export function fileData({ filename, size, url }: Pick<APIAttachment, "filename" | "size" | "url">): FileData {
  return { name: filename, bytes: size, url };
}

/** The file as a command takes it. `open` throws UserError when Discord doesn't give it. */
export function attachmentOf({ name, bytes, url }: FileData, fetchFile: FetchFile): Attachment {
  return {
    name,
    ...(bytes === undefined ? {} : { bytes }),
    publicUrl: url,
    open: async () => {
      const { status, body, drop } = await orLate(name, fetchFile(url));
      if (status === 200) return read(name, body);
      await drop();
      // An address that has expired answers 404; one that was changed, 403.
      throw new UserError(status === 404 || status === 403 || status === 410 ? sayFileGone(name) : sayFileLate(name));
    },
  };
}

/** What of an attachment of ours is kept for later; undefined for one that has no address. */
export function keepable({ name, bytes, publicUrl: url }: Attachment): FileData | undefined {
  return url === undefined ? undefined : { name, url, ...(bytes === undefined ? {} : { bytes }) };
}

async function* read(name: string, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (let next = await orLate(name, chunks.next()); !next.done; next = await orLate(name, chunks.next())) {
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

async function orLate<T>(name: string, fetching: Promise<T>): Promise<T> {
  try {
    return await fetching;
  } catch {
    throw new UserError(sayFileLate(name));
  }
}
