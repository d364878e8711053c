import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, messageOf } from "../base/errors.ts";
import type { Logger } from "../base/log.ts";

/** What only its owner may enter, and read. */
const FOLDER = 0o700;
const FILE = 0o600;

/** Databases with their logs and locks, and the secret: what stands at the top of the folder. */
const PRIVATE = /^(reelay|sandbox)\.(db|lock)(-\w+)?$|^secret$/;

/**
 * Makes the data folder, or mends an older one, so that no other user of the machine reads in it. One that belongs to
 * somebody else stays as it is, and the log says so. Throws ConfigError for one that can't be made.
 */
export function openDataDir(dir: string, log: Logger): void {
  try {
    mkdirSync(dir, { recursive: true, mode: FOLDER });
  } catch (error) {
    throw new ConfigError([`DATA_DIR: ${dir} can't be used: ${messageOf(error)}`]);
  }
  try {
    chmodSync(dir, FOLDER);
    for (const name of readdirSync(dir)) if (PRIVATE.test(name)) chmodSync(join(dir, name), FILE);
  } catch (error) {
    log.warn({ reason: messageOf(error) }, "DATA_DIR can't be shut to the machine's other users");
  }
}
