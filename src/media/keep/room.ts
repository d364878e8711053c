import { statfs } from "node:fs/promises";
import { DiskFull } from "./errors.ts";

/** The room that is left where media are kept. */
export interface Room {
  /** Throws DiskFull while less than the wanted room is left; jobs that are under way need it for their videos. */
  check(): Promise<void>;
}

/** Five of the largest videos that a gateway is known to give (15 s of 1080p at 50 Mbit/s are 94 MB). */
export const WANTED_BYTES = 500_000_000;

/** `free` gives the bytes that are left in the folder's file system to whoever is not its administrator. */
export function createRoom(parts: {
  dir: string;
  wantedBytes?: number;
  free?: (dir: string) => Promise<number>;
}): Room {
  const { dir, wantedBytes = WANTED_BYTES, free = freeBytes } = parts;
  return {
    check: async () => {
      const left = await free(dir);
      if (left < wantedBytes) throw new DiskFull(`${left} bytes are left, and ${wantedBytes} are wanted`);
    },
  };
}

/** The bytes that are left in the folder's file system to whoever is not its administrator. */
export async function freeBytes(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return bavail * bsize;
}
