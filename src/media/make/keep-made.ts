import { createReadStream } from "node:fs";
import { UserError } from "../../base/errors.ts";
import type { Media } from "../../models/parts/model.ts";
import { EncoderMissing, EncodingFailed } from "../keep/errors.ts";
import type { MediaLibrary } from "../keep/library.ts";
import { probe } from "../probe/probe.ts";

export interface Kept {
  kind: Media["kind"];
  name: string;
  limitBytes: number;
}

/** Takes over what the workshop made. Throws EncodingFailed when it is no such thing, and what the library throws. */
export async function keepMade(library: MediaLibrary, path: string, { kind, name, limitBytes }: Kept): Promise<Media> {
  try {
    const measured = await probe(path, name, kind);
    await library.put(createReadStream(path), { limitBytes });
    return measured;
  } catch (error) {
    throw error instanceof UserError ? new EncodingFailed(error.message, { cause: error }) : error;
  }
}

/** Troubles of the workshop that trying again would not end: whoever asked goes on without what was to be made. */
export function isNoHelp(error: unknown): boolean {
  return error instanceof EncoderMissing || error instanceof EncodingFailed;
}
