import { stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { Media } from "../../models/parts/model.ts";
import type { MediaLibrary } from "../keep/library.ts";
import { isNoHelp, keepMade } from "./keep-made.ts";
import type { Workshop } from "./workshop.ts";

/** Makes what is too large for a chat fit into it, with the optional encoder. */
export interface Fit {
  /** Whether the encoder is installed. */
  available(): boolean;
  /**
   * A version of an MP4, MOV or WebM with `limitBytes` at most: H.264 and AAC in an MP4 that plays as it loads, in the
   * same shape and of the same length, with its sound, kept in the library under `name`. Nothing when there is no
   * encoder, or it can't: the log says why. Throws EncoderBusy, DiskFull, the signal's reason and
   * the file system's errors.
   */
  smaller(path: string, wanted: { limitBytes: number; name: string; signal?: AbortSignal }): Promise<Media | undefined>;
}

/** What a second pass aims below the limit, after a first one that went over it. */
const SECOND_AIM = 0.9;

export function createFit(parts: { workshop: Workshop; library: MediaLibrary; log: Logger }): Fit {
  const { workshop, library, log } = parts;

  const make = (path: string, limitBytes: number, name: string, signal?: AbortSignal): Promise<Media | undefined> =>
    workshop.inTurn(async (bench) => {
      const to = join(bench.folder, "smaller.mp4");
      let aim = limitBytes;
      for (const pass of [1, 2]) {
        await bench.make({ make: "smaller", from: path, to, limitBytes: aim });
        const { size } = await stat(to);
        if (size <= limitBytes) {
          return await keepMade(library, to, { kind: "video", name, limitBytes });
        }
        log.warn({ pass, bytes: size, limitBytes }, "a smaller video came out too large");
        aim = Math.floor(limitBytes * (limitBytes / size) * SECOND_AIM);
      }
      return undefined;
    }, signal);

  return {
    available: workshop.available,
    smaller: async (path, { limitBytes, name, signal }) => {
      if (!workshop.available()) return undefined;
      try {
        return await make(path, limitBytes, name, signal);
      } catch (error) {
        if (!isNoHelp(error)) throw error;
        log.warn({ reason: messageOf(error), err: error }, "a video could not be made smaller");
        return undefined;
      }
    },
  };
}
