import { join } from "node:path";
import { messageOf } from "../../base/errors.ts";
import type { Logger } from "../../base/log.ts";
import type { Media } from "../../models/parts/model.ts";
import { EncoderBusy } from "../keep/errors.ts";
import type { MediaLibrary } from "../keep/library.ts";
import { isNoHelp, keepMade } from "./keep-made.ts";
import type { Bench, Workshop } from "./workshop.ts";

/** What stands for a video where it can't play itself: pictures in the library. */
export interface Stills {
  /** JPEG, the frame a third in, 1280 pixels at most. */
  poster: Media;
  /** JPEG, five frames side by side, 180 pixels high. */
  strip: Media;
  /** GIF, three seconds from the poster's moment on, 320 pixels at most, 8 frames a second. */
  preview: Media;
}

/** What was made of a video before, by the video's hash. It may forget, which costs the making. */
export interface StillsMemory {
  get(hash: string): Promise<Stills | undefined>;
  set(hash: string, stills: Stills): Promise<void>;
  /** Gives the pictures that nothing needs any more, to be deleted. */
  forget(hash: string): Promise<readonly string[]>;
}

export interface StillsMaker {
  /** Those of a video that were made before. */
  known(video: Media): Promise<Stills | undefined>;
  /**
   * The stills of a video in the library, made the first time. Nothing when there is no encoder, or it can't: the log
   * says why. Throws DiskFull, the signal's reason and the file system's errors.
   */
  of(video: Media, signal?: AbortSignal): Promise<Stills | undefined>;
}

/** Nothing that is made here comes near it. */
const LARGEST_BYTES = 50_000_000;

export function createStills(parts: {
  workshop: Workshop;
  library: MediaLibrary;
  memory: Pick<StillsMemory, "get" | "set">;
  log: Logger;
}): StillsMaker {
  const { workshop, library, memory, log } = parts;

  const remembered = async (hash: string): Promise<Stills | undefined> => {
    const known = await memory.get(hash);
    if (!known) return undefined;
    const { poster, strip, preview } = known;
    const there = await Promise.all([poster, strip, preview].map((still) => library.has(still.hash)));
    return there.every(Boolean) ? known : undefined;
  };

  const make = async ({ hash, seconds = 0 }: Media, bench: Bench): Promise<Stills> => {
    const at = (name: string) => join(bench.folder, name);
    const to = { poster: at("poster"), strip: at("strip"), preview: at("preview") };
    await bench.make({ make: "stills", from: await library.local(hash), seconds, to });
    const keep = (path: string, name: string) =>
      keepMade(library, path, { kind: "image", name, limitBytes: LARGEST_BYTES });
    const stills = {
      poster: await keep(to.poster, "poster.jpg"),
      strip: await keep(to.strip, "strip.jpg"),
      preview: await keep(to.preview, "preview.gif"),
    };
    await memory.set(hash, stills);
    return stills;
  };

  return {
    known: ({ hash }) => remembered(hash),
    of: async (video, signal) => {
      const known = await remembered(video.hash);
      if (known || !workshop.available()) return known;
      try {
        // Asked for twice at once, they are there when the second one's turn comes.
        return await workshop.inTurn(async (bench) => (await remembered(video.hash)) ?? make(video, bench), signal);
      } catch (error) {
        if (!isNoHelp(error) && !(error instanceof EncoderBusy)) throw error;
        log.warn({ video: video.hash, reason: messageOf(error) }, "no stills could be made of a video");
        return undefined;
      }
    },
  };
}
