import type { StoredFile } from "../speak/kept.ts";

/** What Slack says of a file that was put into a form, or that a message has. */
export interface FormFile {
  id: string;
  name?: string;
  /** In bytes. */
  size?: number;
  mimetype?: string;
}

const MOST_NAME = 100;
/** What of a long name's end is kept: a name's ending is what a file is told by. */
const NAME_END = 12;

/** A file as a form or a button remembers it. */
export function storedFile({ id, name = id, size = 0 }: FormFile): StoredFile {
  const short = name.length > MOST_NAME ? `${name.slice(0, MOST_NAME - NAME_END)}${name.slice(-NAME_END)}` : name;
  return { id, name: short, bytes: size };
}

/** A file that was remembered, as Slack would say it. */
export function rememberedFile({ id, name, bytes: size }: StoredFile): FormFile {
  return { id, name, size };
}
