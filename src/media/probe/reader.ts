import { type FileHandle, open } from "node:fs/promises";

/** Random access to a file's bytes by way of one window of it, so that many small reads in a row cost few system calls. */
export interface Reader {
  readonly size: number;
  /** The bytes from `offset`, fewer where the file ends. Valid until the next read. */
  read(offset: number, length: number): Promise<Buffer>;
}

const WINDOW = 64 * 1024;

/** Opens the file for as long as `use` runs. */
export async function withReader<T>(path: string, use: (reader: Reader) => Promise<T>): Promise<T> {
  const file = await open(path, "r");
  try {
    return await use(await readerOf(file));
  } finally {
    await file.close();
  }
}

async function readerOf(file: FileHandle): Promise<Reader> {
  const { size } = await file.stat();
  let window: Buffer = Buffer.alloc(0);
  let start = 0;
  return {
    size,
    read: async (offset, length) => {
      const end = Math.min(offset + length, size);
      if (offset < start || end > start + window.length) {
        const next = Buffer.alloc(Math.max(0, Math.min(Math.max(length, WINDOW), size - offset)));
        const { bytesRead } = await file.read(next, 0, next.length, offset);
        window = next.subarray(0, bytesRead);
        start = offset;
      }
      return window.subarray(offset - start, Math.max(offset, end) - start);
    },
  };
}

/** The bytes from one offset up to another (the end of the file by default), a window at a time. */
export async function* windows(reader: Reader, from: number, to = reader.size): AsyncGenerator<Buffer> {
  for (let offset = from; offset < to; offset += WINDOW) {
    const piece = await reader.read(offset, Math.min(WINDOW, to - offset));
    if (piece.length === 0) return;
    yield piece;
  }
}
