import type { APIAttachment } from "discord.js";
import { request } from "undici";
import { UserError } from "../../base/errors.ts";
import { sayFileGone, sayFileLate } from "../../chat/cards/notices.ts";
import { type Attachment, isAttachment, type RawValue } from "../../chat/contract/invocation.ts";

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

/** Files by the option that they fill. */
export type FilesByOption = Readonly<Record<string, FileData>>;

/** Those files of what is given that can be kept: a link or a part of an earlier job stays in the line as it is. */
export function keepableFiles(given: Readonly<Record<string, RawValue>>): FilesByOption {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      if (!isAttachment(value) || value.publicUrl === undefined) return [];
      const { name: file, bytes, publicUrl: url } = value;
      return [[name, { name: file, url, ...(bytes === undefined ? {} : { bytes }) }]];
    }),
  );
}

/** Files that were kept, as a command takes them again. */
export function revive(files: FilesByOption, fetchFile: FetchFile): Readonly<Record<string, Attachment>> {
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, attachmentOf(file, fetchFile)]));
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
