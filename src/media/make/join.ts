import { join } from "node:path";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { Media } from "../../models/parts/model.ts";
import type { MediaLibrary } from "../keep/library.ts";
import { isNoHelp, keepMade } from "./keep-made.ts";
import type { Workshop } from "./workshop.ts";

/** Makes one video of several. */
export interface Joiner {
  /**
   * The videos of these paths one behind the other as an MP4 in the library, known by `name`. Clips that are coded
   * alike are joined as they are; others are coded anew, in the first one's sides. Nothing when that takes an encoder
   * that is not here, or it can't be done: the log says why. Throws TooLarge, EncoderBusy, DiskFull, the signal's
   * reason and the file system's errors.
   */
  join(
    paths: readonly string[],
    wanted: { name: string; limitBytes: number; signal?: AbortSignal },
  ): Promise<Media | undefined>;
}

export function createJoiner(parts: { workshop: Workshop; library: MediaLibrary; log: Logger }): Joiner {
  const { workshop, library, log } = parts;
  return {
    join: async (paths, { name, limitBytes, signal }) => {
      try {
        return await workshop.inTurn(async ({ folder, make }) => {
          const to = join(folder, "joined.mp4");
          await make({ make: "joined", from: paths, to });
          return keepMade(library, to, { kind: "video", name, limitBytes });
        }, signal);
      } catch (error) {
        if (!isNoHelp(error)) throw error;
        log.warn({ clips: paths.length, reason: messageOf(error) }, "clips could not be joined");
        return undefined;
      }
    },
  };
}
