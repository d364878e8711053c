import { createReadStream } from "node:fs";
import { UserError } from "../../base/errors.ts";
import { EncoderBusy } from "../../media/keep/errors.ts";
import type { MediaLibrary } from "../../media/keep/library.ts";
import type { Cutter } from "../../media/make/cut.ts";
import { probe } from "../../media/probe/probe.ts";
import type { Media } from "../../models/parts/model.ts";
import { sentences } from "../../text/sentences.ts";
import { isMedia } from "./input-files.ts";
import type { Basket } from "./intake.ts";

const words = sentences("beginning", {
  notHere: "I can't cut videos here. Trim it to {seconds} s and attach that.",
  failed: "I couldn't cut that video. Trim it to {seconds} s and attach that.",
  busy: "I have too many videos in hand to cut this one now. Press the button again in a few minutes.",
});

/** The first seconds of a video that has been measured: they are cut off where a draft has this in a file's place. */
export interface Beginning {
  beginningOf: Media;
  seconds: number;
}

/** What it takes to cut a video and to take in what comes of it. */
export interface Cutting {
  library: Pick<MediaLibrary, "local">;
  cutter: Pick<Cutter, "beginning"> | undefined;
  basket: Pick<Basket, "put">;
}

export function isBeginning(value: unknown): value is Beginning {
  return typeof value === "object" && value !== null && "beginningOf" in value && isMedia(value.beginningOf);
}

/**
 * Cuts it and measures it anew. Nobody but us has it: the addresses of the whole are not its own. Throws UserError, also
 * for one that came out longer than asked, since its price has been said.
 */
export async function cutBeginning(
  { library, cutter, basket }: Cutting,
  option: string,
  { beginningOf: { hash, name, frameRate = USUAL_RATE }, seconds }: Beginning,
  limitBytes: number,
): Promise<Media> {
  const refuse = (say: typeof words.failed) => new UserError(say({ seconds }), { option });
  if (!cutter) throw refuse(words.notHere);
  try {
    const made = await cutter.beginning(await library.local(hash), { seconds, frameRate, limitBytes }, async (path) => {
      const kept = await basket.put(createReadStream(path), { limitBytes });
      return probe(kept.path, nameOf(name, seconds), "video");
    });
    if (!made || (made.seconds ?? Number.POSITIVE_INFINITY) > seconds) throw refuse(words.failed);
    return made;
  } catch (error) {
    throw error instanceof EncoderBusy ? new UserError(words.busy, { option }) : error;
  }
}

/** Of a video that doesn't say its rate. */
const USUAL_RATE = 24;

/** `walk-first-15s.mp4` of `walk.mov`. */
function nameOf(name: string, seconds: number): string {
  return `${name.replace(/\.\w{1,5}$/, "")}-first-${seconds}s.mp4`;
}
