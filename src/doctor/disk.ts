import { access, constants, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { messageOf } from "../base/errors.ts";
import { freeBytes, WANTED_BYTES } from "../media/keep/room.ts";
import type { Finding } from "./finding.ts";

const MB = 1_000_000;

/** Whether there is room where everything is kept, and whether it may be written there. Writes nothing. */
export async function checkDisk(dataDir: string, free: (dir: string) => Promise<number> = freeBytes): Promise<Finding> {
  const about = "disk";
  const folder = resolve(dataDir);
  try {
    const there = await nearest(folder);
    await access(there, constants.W_OK | constants.X_OK);
    for (const name of there === folder ? ["reelay.db", "media", "secret"] : []) await mayUse(join(folder, name));
    const left = await free(there);
    if (left < WANTED_BYTES) {
      return {
        about,
        is: "wrong",
        says: `Only ${mb(left)} are left for ${folder}, and new requests are refused below ${mb(WANTED_BYTES)}. Make room, keep fewer videos (KEEP_VIDEOS_DAYS), or move DATA_DIR.`,
      };
    }
    const made = there === folder ? "" : " The folder isn't there yet; the first start makes it.";
    return { about, is: "fine", says: `${folder} can be written to, and ${mb(left)} are left.${made}` };
  } catch (error) {
    return {
      about,
      is: "wrong",
      says: `DATA_DIR: ${folder} can't be used (${messageOf(error)}). Give it to the user that Reelay runs as, or name another folder.`,
    };
  }
}

/** The folder, or the one above it in which it would be made. */
async function nearest(folder: string): Promise<string> {
  const found = await statOf(folder);
  if (found?.isDirectory()) return folder;
  if (found) throw new Error(`${folder} is a file`);
  const above = dirname(folder);
  if (above === folder) throw new Error("there is no such disk");
  return nearest(above);
}

/** Throws for what is there and can't be read and written. */
async function mayUse(path: string): Promise<void> {
  if (await statOf(path)) await access(path, constants.R_OK | constants.W_OK);
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function mb(bytes: number): string {
  return bytes < 10_000 * MB ? `${Math.floor(bytes / MB)} MB` : `${Math.floor(bytes / (1_000 * MB))} GB`;
}
