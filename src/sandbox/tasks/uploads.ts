import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Picture, pictureOf } from "./picture.ts";
import type { FileRow, Records } from "./records.ts";

/** An uploaded file lives 72 hours, and an account has 2,000 of them (EvoLink's “File Stream Upload API” and “File Quota API”). */
const FILE_LIVES = 72 * 3_600_000;
export const MAX_FILES = 2_000;

/** A head of this many bytes holds the sides of a picture, thumbnails and colour profiles of a camera included. */
const HEAD = 512 * 1024;

export interface Uploads {
  /** Keeps a picture; undefined when its bytes are none of the four types that the gateway takes. */
  add(bytes: Buffer, name: string, id: string, now: number): Promise<FileRow | undefined>;
  /** The file, while it lives. */
  find(id: string, now: number): FileRow | undefined;
  /** The file that an address of ours names, on whichever port the sandbox was then. */
  named(address: string, now: number): { own: false } | { own: true; file: FileRow | undefined };
  pathOf(file: FileRow): string;
  look(file: FileRow): Promise<Picture | undefined>;
  /** Forgets files that have expired and deletes the bytes that nothing uses any more. */
  sweep(now: number): Promise<void>;
}

export function openUploads(folder: string, records: Records): Uploads {
  mkdirSync(folder, { recursive: true });
  const pathOf = ({ hash }: FileRow) => join(folder, hash);
  const find = (id: string, now: number) => {
    const file = records.file(id);
    return file && file.expiresAt > now ? file : undefined;
  };
  return {
    pathOf,
    find,
    add: async (bytes, name, id, now) => {
      const picture = pictureOf(bytes);
      if (!picture) return undefined;
      const hash = createHash("sha256").update(bytes).digest("hex");
      const file = {
        id,
        name,
        type: picture.type,
        bytes: bytes.length,
        createdAt: now,
        expiresAt: now + FILE_LIVES,
        hash,
      };
      await writeFile(pathOf(file), bytes);
      records.addFile(file);
      return file;
    },
    named: (address, now) => {
      const { hostname, pathname } = new URL(address);
      const id = /^\/files\/(file_\w+)\//.exec(pathname)?.[1];
      const own = id !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
      return own ? { own, file: find(id, now) } : { own: false };
    },
    look: async (file) => {
      const handle = await open(pathOf(file));
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(HEAD, file.bytes)));
        return pictureOf(buffer.subarray(0, bytesRead));
      } finally {
        await handle.close();
      }
    },
    sweep: async (now) => {
      const used = records.expireFiles(now);
      for (const name of await readdir(folder)) if (!used.has(name)) await rm(join(folder, name), { force: true });
    },
  };
}
