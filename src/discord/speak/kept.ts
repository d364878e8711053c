import { createHash, randomBytes } from "node:crypto";
import type { Keyv } from "keyv";
import { z } from "zod";
import { ownerTag } from "../../base/owner-tag.ts";
import type { FilesByOption } from "../api/attachments.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A button is pressed weeks later too. */
const LINE_LIVES_MS = 30 * DAY_MS;
/** As long as Discord's addresses of files work. */
const FILES_LIVE_MS = DAY_MS;
/** Characters of base64url: 132 bits. */
const TOKEN_CHARS = 22;

const Files = z.record(z.string(), z.object({ name: z.string(), bytes: z.number().exactOptional(), url: z.string() }));

/**
 * What Discord's buttons and forms have no room for, each under the tag of the user whose it is. All of it may be lost:
 * then the member types it again.
 */
export interface Kept {
  /** Keeps a line of that user and gives a short token for it; the same line has the same token. */
  keepLine(line: string, user: string): Promise<string>;
  line(token: string): Promise<string | undefined>;
  /** Keeps files for a form, and gives a token that nobody guesses. */
  keepFiles(files: FilesByOption, user: string): Promise<string>;
  files(token: string): Promise<FilesByOption | undefined>;
  /** Keeps the files that a refused command had, for the form that its answer's button opens. */
  keepFilesOf(message: string, files: FilesByOption, user: string): Promise<void>;
  filesOf(message: string, user: string): Promise<FilesByOption>;
}

export function createKept(drafts: Keyv<unknown>): Kept {
  const readFiles = async (key: string): Promise<FilesByOption | undefined> =>
    Files.safeParse(await drafts.get(key)).data;
  return {
    keepLine: async (line, user) => {
      const digest = createHash("sha256").update(line).digest("base64url").slice(0, TOKEN_CHARS);
      const token = `${tagOf(user)}${digest}`;
      await drafts.set(`line:${token}`, line, LINE_LIVES_MS);
      return token;
    },
    line: async (token) => {
      const line = await drafts.get(`line:${token}`);
      return typeof line === "string" ? line : undefined;
    },
    keepFiles: async (files, user) => {
      const token = `${tagOf(user)}${randomBytes(TOKEN_CHARS).toString("base64url").slice(0, TOKEN_CHARS)}`;
      await drafts.set(`files:${token}`, files, FILES_LIVE_MS);
      return token;
    },
    files: (token) => readFiles(`files:${token}`),
    keepFilesOf: async (message, files, user) => {
      await drafts.set(`files-of:${tagOf(user)}${message}`, files, FILES_LIVE_MS);
    },
    filesOf: async (message, user) => (await readFiles(`files-of:${tagOf(user)}${message}`)) ?? {},
  };
}

function tagOf(user: string): string {
  return ownerTag("discord", user);
}
