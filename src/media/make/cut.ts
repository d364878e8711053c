import { join } from "node:path";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import { isNoHelp } from "./keep-made.ts";
import type { Workshop } from "./workshop.ts";

/** Cuts videos, with the optional encoder. */
export interface Cutter {
  /**
   * The first seconds of an MP4, MOV or WebM, as an MP4 with its sound that lasts no longer and has `limitBytes` at
   * most; `keep` is given its path, at which it's only until that ends. Nothing when it can't be made: the log says why.
   * Throws EncoderBusy, DiskFull, the signal's reason, the file system's errors and what `keep` throws.
   */
  beginning<T>(
    path: string,
    wanted: { seconds: number; frameRate: number; limitBytes: number; signal?: AbortSignal },
    keep: (made: string) => Promise<T>,
  ): Promise<T | undefined>;
}

export function createCutter({ workshop, log }: { workshop: Workshop; log: Logger }): Cutter {
  return {
    beginning: async (from, { signal, ...wanted }, keep) => {
      try {
        return await workshop.inTurn(async ({ folder, make }) => {
          const to = join(folder, "beginning.mp4");
          await make({ make: "beginning", from, to, ...wanted });
          return keep(to);
        }, signal);
      } catch (error) {
        if (!isNoHelp(error)) throw error;
        log.warn({ seconds: wanted.seconds, reason: messageOf(error) }, "a video could not be cut");
        return undefined;
      }
    },
  };
}
