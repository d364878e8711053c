import { randomBytes } from "node:crypto";
import type { Keyv } from "keyv";
import { z } from "zod";
import { createDrafts } from "../../chat/serve/drafts.ts";
import type { FilesByOption } from "../api/attachments.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A button is pressed weeks later too. */
const LINE_LIVES_MS = 30 * DAY_MS;
/** As long as Discord's addresses of files work. */
const FILES_LIVE_MS = DAY_MS;
/** Of a token that nobody guesses. */
const SECRET_BYTES = 16;

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
  const chat = "discord";
  const lines = createDrafts(drafts, { chat, kind: "line", shape: z.string(), livesMs: LINE_LIVES_MS });
  const files = createDrafts(drafts, { chat, kind: "files", shape: Files, livesMs: FILES_LIVE_MS });
  const filesOf = createDrafts(drafts, { chat, kind: "files-of", shape: Files, livesMs: FILES_LIVE_MS });
  return {
    keepLine: (line, user) => lines.keep(user, line),
    line: lines.find,
    keepFiles: (chosen, user) => files.keep(user, chosen, randomBytes(SECRET_BYTES).toString("base64url")),
    files: files.find,
    keepFilesOf: async (message, chosen, user) => {
      await filesOf.keep(user, chosen, message);
    },
    filesOf: async (message, user) => (await filesOf.findNamed(user, message)) ?? {},
  };
}
