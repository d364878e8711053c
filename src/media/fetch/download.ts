import { UserError } from "../../base/errors.ts";
import type { Media } from "../../models/parts/model.ts";
import { BadVideo, DownloadFailed, LinkExpired, TooLarge } from "../keep/errors.ts";
import type { MediaLibrary } from "../keep/library.ts";
import { probe } from "../probe/probe.ts";
import { type FetchOptions, safeFetch } from "./fetch.ts";

export interface DownloadOptions extends FetchOptions {
  library: MediaLibrary;
  /** The most bytes to keep. */
  limitBytes: number;
  /** The name the video is to be known by. */
  name?: string;
}

const GONE = new Set([403, 404, 410]);

/**
 * Brings a finished video from its result link into the library, and measures it. What turns out to be no video is
 * not kept. Throws LinkExpired, BadVideo, TooLarge, UnsafeAddress and DownloadFailed, the last of which is worth
 * another try.
 */
export async function download(url: string, options: DownloadOptions): Promise<Media> {
  const { library, limitBytes, name = "video.mp4" } = options;
  const stored = await safeFetch(url, options, ({ status, type, length, body }) => {
    if (GONE.has(status)) throw new LinkExpired(status);
    if (status !== 200) throw new DownloadFailed(`The link answered ${status}`, { status });
    if (type === "text/html") throw new BadVideo("The link gave a web page");
    if (length !== undefined && length > limitBytes) throw new TooLarge(limitBytes);
    return library.put(body, { limitBytes });
  });
  try {
    return await probe(stored.path, name, "video");
  } catch (error) {
    // Bytes that were in the library before belong to somebody else.
    if (stored.added) await library.remove(stored.hash);
    throw error instanceof UserError ? new BadVideo(error.message, { cause: error }) : error;
  }
}
