import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, messageOf } from "./errors.ts";

/** The secret that signs links: the operator's, else one that is made once and kept in the data folder. */
export function readSecret(given: string | undefined, dataDir: string): string {
  if (given !== undefined) return given;
  const path = join(dataDir, "secret");
  try {
    writeFileSync(path, `${randomBytes(32).toString("base64url")}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const there = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!there) throw new ConfigError([`DATA_DIR: no secret can be kept in ${dataDir}: ${messageOf(error)}`]);
  }
  const secret = readFileSync(path, "utf8").trim();
  if (secret.length < 32) throw new ConfigError([`DATA_DIR: ${path} is damaged. Delete it; open links then expire.`]);
  return secret;
}
