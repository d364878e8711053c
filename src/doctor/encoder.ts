import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import { EncoderMissing } from "../media/keep/errors.ts";
import { createWorkshop } from "../media/make/workshop.ts";
import { probe } from "../media/probe/probe.ts";
import type { Finding } from "./finding.ts";

/** A clip that comes with Reelay. */
export const CLIP = fileURLToPath(new URL("../sandbox/clips/landscape.mp4", import.meta.url));

/** Less than the clip has, so that it has to be coded anew. */
const LIMIT_BYTES = 70_000;

/** Whether a video can be made smaller here: the bundled clip once, in a folder of its own that is deleted again. */
export async function checkEncoder(clock: Clock, find?: () => unknown): Promise<Finding> {
  const about = "encoder";
  const folder = await mkdtemp(join(tmpdir(), "reelay-doctor-"));
  const workshop = createWorkshop({ folder, clock, ...(find ? { find } : {}) });
  try {
    if (!workshop.available()) return missing(about);
    const began = clock.now();
    const { width, height, bytes } = await workshop.inTurn(async (bench) => {
      const to = join(bench.folder, "smaller.mp4");
      await bench.make({ make: "smaller", from: CLIP, to, limitBytes: LIMIT_BYTES });
      return probe(to, "the clip", "video");
    });
    const { size } = await stat(CLIP);
    const took = ((clock.now() - began) / 1_000).toFixed(1);
    return {
      about,
      is: "fine",
      says: `It made ${kb(bytes)} of a clip of ${kb(size)} (${width}×${height}) in ${took} s.`,
    };
  } catch (error) {
    if (error instanceof EncoderMissing) return missing(about);
    return {
      about,
      is: "wrong",
      says: `It is installed and doesn't work: ${messageOf(error)}. Run npm ci again on this machine; without it, a video that is too large for its channel comes as a link.`,
    };
  } finally {
    await workshop.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function missing(about: string): Finding {
  return {
    about,
    is: "wrong",
    says: "It isn't installed, so a video that is too large for its channel comes as a link, and clips can't be joined or go on from their last frame. Run npm ci without leaving optional packages out.",
  };
}

function kb(bytes: number): string {
  return `${Math.round(bytes / 1_000)} kB`;
}
