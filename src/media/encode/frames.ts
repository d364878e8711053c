import { createRequire } from "node:module";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { BadVideo, ReadingTooSlow } from "../keep/errors.ts";
import { type VideoReader, videoReader } from "../probe/video-reader.ts";
import { decodeLast } from "./decode.ts";
import { type Av, loadAv } from "./libav.ts";

/** Takes single pictures out of videos, with the optional decoder. */
export interface Frames {
  /** Whether the decoder is installed. */
  available(): boolean;
  /**
   * The last frame shown of an MP4, MOV, WebM or Matroska file, as a PNG of 8-bit RGB: upright, in square pixels, the
   * sides that `probe` gives. Decodes from the last key frame on, off the main thread, one video at a time.
   * Throws DecoderMissing, BadVideo when the file has no last frame that can be decoded, and the file system's errors.
   */
  last(videoPath: string): Promise<Uint8Array>;
}

/** The optional package `@mediabunny/server` (with it comes `node-av`) is not installed, or does not load here. */
export class DecoderMissing extends Error {
  override readonly name = "DecoderMissing";
}

/**
 * `find` throws when the decoder is not installed, and `load` brings it in, which takes some 50 MB: at the first frame,
 * not at the start. `videos` reads the files: the process's own by default.
 */
export function createFrames(parts: {
  log: Logger;
  find?: () => unknown;
  load?: () => Promise<Av>;
  videos?: VideoReader;
}): Frames {
  const { log, find = findDecoder, load = loadAv, videos = videoReader } = parts;
  let loading: Promise<Av | undefined> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const absent = (error: unknown): undefined => {
    log.info({ reason: messageOf(error) }, "no decoder here: the last frame of a video can't be taken");
  };
  const decoder = () => {
    loading ??= load().catch(absent);
    return loading;
  };

  return {
    available: () => {
      try {
        find();
        return true;
      } catch (error) {
        absent(error);
        return false;
      }
    },
    last: async (videoPath) => {
      const av = await decoder();
      if (!av) throw new DecoderMissing("The decoder is not installed");
      // Each one keeps a thread of libuv's four busy, which files and names need too.
      const frame = turn.then(() => lastFrame(av, videos, videoPath));
      turn = frame.catch(() => undefined); // whoever asked for the frame is told
      return frame;
    },
  };
}

function findDecoder(): string {
  return createRequire(import.meta.url).resolve("node-av");
}

/**
 * The file is read in the reader's thread and decoded from here: a thread that ends while libav is at work in it takes
 * the process along, and libav's work (in a thread of libuv) holds nothing up.
 */
async function lastFrame(av: Av, videos: VideoReader, path: string): Promise<Uint8Array> {
  try {
    return await decodeLast(av, await videos.ending(path));
  } catch (error) {
    if (error instanceof ReadingTooSlow) {
      throw new BadVideo(`The video could not be read in ${error.seconds} s`, { cause: error });
    }
    throw error;
  }
}
