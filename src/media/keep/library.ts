import { createHash, randomUUID } from "node:crypto";
import { createWriteStream, mkdirSync, readdirSync, rmSync, type Stats, statSync } from "node:fs";
import { open, opendir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Clock, systemClock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { DiskFull, saysDiskFull, TooLarge } from "./errors.ts";

/** Files under the SHA-256 of their bytes, in one folder. The same bytes are kept once. */
export interface MediaLibrary {
  /**
   * Keeps a stream's bytes, never more of them in memory than one chunk. Once it resolves they survive a power cut.
   * Throws TooLarge past `limitBytes`, DiskFull, and what the stream or `claim` throws; then nothing is kept.
   */
  put(stream: AsyncIterable<Uint8Array>, limits: PutLimits): Promise<Stored>;
  /** Where the file of this hash is, or would be. Throws RangeError when it is no hash. */
  pathOf(hash: string): string;
  /** The path of the file, which is there. Throws RangeError when it is no hash, ENOENT when there is no such file. */
  local(hash: string): Promise<string>;
  /** Whether the file is there; false for what is no hash. */
  has(hash: string): Promise<boolean>;
  /** Deletes the file; one that is already gone is fine. */
  remove(hash: string): Promise<void>;
  /** Every file that is kept. */
  entries(): AsyncIterable<Entry>;
}

export interface PutLimits {
  limitBytes: number;
  /**
   * Awaited once as soon as the hash is known, before the library looks whether it has the file: from here on the caller
   * can see to it that nobody removes what it finds.
   */
  claim?: (hash: string) => Promise<void>;
}

export interface Entry {
  hash: string;
  bytes: number;
  /** When it was last put, in milliseconds since 1970. */
  changedAt: number;
}

export interface Stored {
  /** SHA-256 in hex. */
  hash: string;
  bytes: number;
  path: string;
  /** False when the library had these bytes already. */
  added: boolean;
}

const HASH = /^[0-9a-f]{64}$/;
const PART = ".part";

/** A part this old belongs to a process that died. Others of the last hour may be another process's, still at work. */
const ABANDONED_MS = 60 * 60 * 1000;

/** Whether a text is the name of a file in the library: SHA-256 in lower-case hex. */
export function isHash(text: string): boolean {
  return HASH.test(text);
}

/** Opens the library in a folder, which is made when it is not there, and clears what dead processes left half written. */
export function createMediaLibrary(parts: {
  dir: string;
  log: Logger;
  clock?: Clock;
  /** Gives a name that no other call gets. */
  random?: () => string;
  /** Opens a new file for writing. */
  create?: (path: string) => Writable;
}): MediaLibrary {
  const { dir, log, clock = systemClock, random = randomUUID, create = createFile } = parts;
  mkdirSync(dir, { recursive: true });
  const cleared = clearAbandoned(dir, clock.now());
  if (cleared > 0) log.info({ cleared }, "Cleared half-written media of an earlier run");

  const pathOf = (hash: string): string => {
    if (!isHash(hash)) throw new RangeError("Not a SHA-256 in hex");
    return join(dir, hash);
  };

  return {
    pathOf,
    local: async (hash) => {
      const path = pathOf(hash);
      await stat(path);
      return path;
    },
    has: async (hash) => isHash(hash) && (await sizeOf(pathOf(hash))) !== undefined,
    remove: (hash) => rm(pathOf(hash), { force: true }),
    entries: async function* () {
      for await (const { name } of await opendir(dir)) {
        const found = isHash(name) ? await statOf(pathOf(name)) : undefined;
        if (found) yield { hash: name, bytes: found.size, changedAt: found.mtimeMs };
      }
    },
    put: async (stream, { limitBytes, claim }) => {
      const part = join(dir, `${random()}${PART}`);
      const sum = createHash("sha256");
      let bytes = 0;
      const measured = async function* () {
        for await (const chunk of stream) {
          bytes += chunk.byteLength;
          if (bytes > limitBytes) throw new TooLarge(limitBytes);
          sum.update(chunk);
          yield chunk;
        }
      };
      try {
        await pipeline(measured, create(part));
        const hash = sum.digest("hex");
        await claim?.(hash);
        const path = pathOf(hash);
        const added = (await sizeOf(path)) !== bytes;
        await rename(part, path);
        await syncFolder(dir);
        return { hash, bytes, path, added };
      } catch (error) {
        await rm(part, { force: true });
        throw saysDiskFull(error) ? new DiskFull("The disk that keeps the videos is full", { cause: error }) : error;
      }
    },
  };
}

function createFile(path: string): Writable {
  return createWriteStream(path, { flags: "wx", flush: true });
}

function clearAbandoned(dir: string, now: number): number {
  const parts = readdirSync(dir)
    .filter((name) => name.endsWith(PART))
    .map((name) => join(dir, name));
  const abandoned = parts.filter((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found !== undefined && now - found.mtimeMs >= ABANDONED_MS;
  });
  for (const path of abandoned) rmSync(path, { force: true });
  return abandoned.length;
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await statOf(path))?.size;
}

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** A rename survives a power cut only once its folder has been written too. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === "win32") return; // a folder cannot be opened there
  const folder = await open(dir, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
