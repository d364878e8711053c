import { once } from "node:events";
import { createReadStream } from "node:fs";
import { z } from "zod";
import { UserError } from "../base/errors.ts";
import type { Attachment } from "../chat/contract/invocation.ts";
import type { SaidFile } from "./chat.ts";
import { words } from "./playground.words.ts";

/** Where uploads go: the media library, as far as the playground needs it. */
export interface Uploads {
  /** Keeps the stream's bytes under their SHA-256. Throws what the stream throws; then nothing is kept. */
  put(stream: AsyncIterable<Uint8Array>, limits: { limitBytes: number }): Promise<{ hash: string; bytes: number }>;
  /** Where the file of that hash is. Throws ENOENT when it is not kept. */
  local(hash: string): Promise<string>;
}

/** A little above the largest file that a model takes (a 200 MB video), so that the model's own sentence is read. */
export const FILE_LIMIT_BYTES = 220_000_000;

const NAME_CHARS = 120;

const Named = z.tuple([z.string().regex(/^[0-9a-f]{64}$/), z.int().nonnegative(), z.string().min(1).max(NAME_CHARS)]);

/** A file's id says itself what it names, so that it works after a restart and nothing has to remember it. */
export function fileId(file: { hash: string; bytes: number; name: string }): string {
  return Buffer.from(JSON.stringify([file.hash, file.bytes, file.name])).toString("base64url");
}

/** The file that an id names; undefined when it is no id of ours. */
export function fileOf(id: string): SaidFile | undefined {
  try {
    const [hash, bytes, name] = Named.parse(JSON.parse(Buffer.from(id, "base64url").toString("utf8")));
    return { id, hash, bytes, name };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}

/** The upload's bytes. Throws UserError as soon as there are more than the limit. */
export async function* withinLimit(upload: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of upload) {
    bytes += chunk.byteLength;
    if (bytes > FILE_LIMIT_BYTES) {
      const most = FILE_LIMIT_BYTES / 1_000_000;
      throw new UserError(words.fileTooLarge({ most }));
    }
    yield chunk;
  }
}

/** A name fit to be shown: no folders, no control characters, not endless; its ending is kept. */
export function cleanName(said: string): string {
  const name = (said.split(/[/\\]/).at(-1) ?? "").replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
  return (name.length > NAME_CHARS ? name.slice(0, NAME_CHARS - 12) + name.slice(-12) : name) || "file";
}

/** The file as a command takes it. */
export function attachmentOf(file: SaidFile, uploads: Uploads): Attachment {
  return {
    name: file.name,
    bytes: file.bytes,
    async open() {
      try {
        const stream = createReadStream(await uploads.local(file.hash));
        await once(stream, "open");
        return stream;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        throw new UserError(words.fileGone({ name: file.name }));
      }
    },
  };
}
