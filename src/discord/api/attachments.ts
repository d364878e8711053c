import type { APIAttachment } from "discord.js";
import { UserError } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { sayFileGone } from "../../chat/cards/notices.ts";
import { type Attachment, isAttachment, type RawValue } from "../../chat/contract/invocation.ts";
import { createReadFile } from "../../chat/serve/read-file.ts";

/** A member's file as it can be kept: Discord's address of it works for about a day. */
export interface FileData {
  name: string;
  /** As Discord says, where it does. */
  bytes?: number;
  url: string;
}

/** Files by the option that they fill. */
export type FilesByOption = Readonly<Record<string, FileData>>;

/** A file as a command takes it. Its `open` reads it from Discord, and throws UserError where Discord doesn't give it. */
export type AttachmentOf = (file: FileData) => Attachment;

/** What is answered for an address that has expired or was changed, and for a file that was deleted. */
const GONE = new Set([403, 404, 410]);

export function createFiles({ log }: { log: Logger }): AttachmentOf {
  const readFile = createReadFile({ chat: "Discord", log });
  return ({ name, bytes, url }) => ({
    name,
    ...(bytes === undefined ? {} : { bytes }),
    publicUrl: url,
    // Its size is not held against it: Discord says that of what was uploaded, and may have taken data out of a picture.
    open: () =>
      readFile({ name, url }, ({ status }) => (GONE.has(status) ? new UserError(sayFileGone(name)) : undefined)),
  });
}

export function fileData({ filename, size, url }: Pick<APIAttachment, "filename" | "size" | "url">): FileData {
  return { name: filename, bytes: size, url };
}

/** Those files of what is given that can be kept: a link or a part of an earlier job stays in the line as it is. */
export function keepableFiles(given: Readonly<Record<string, RawValue>>): FilesByOption {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      if (!isAttachment(value) || value.publicUrl === undefined) return [];
      const { name: file, bytes, publicUrl: url } = value;
      return [[name, { name: file, url, ...(bytes === undefined ? {} : { bytes }) }]];
    }),
  );
}

/** Files that were kept, as a command takes them again. */
export function revive(files: FilesByOption, attachmentOf: AttachmentOf): Readonly<Record<string, Attachment>> {
  return Object.fromEntries(Object.entries(files).map(([name, file]) => [name, attachmentOf(file)]));
}
