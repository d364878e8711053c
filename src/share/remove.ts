import type { MediaLibrary } from "../media/keep/library.ts";
import type { StillsMemory } from "../media/make/stills.ts";
import type { Shares } from "./shares.ts";

/** Ends what is shared of a job, and deletes the pictures that stand for its video, by the video's hash. */
export type RemoveShared = (job: { generation: string; video: string }) => Promise<void>;

/**
 * For a video that is being deleted. Another job may have the very same video: its pictures are then made again when
 * somebody looks at it.
 */
export function createRemoveShared(parts: {
  shares: Pick<Shares, "end">;
  memory: Pick<StillsMemory, "forget">;
  library: Pick<MediaLibrary, "remove">;
}): RemoveShared {
  const { shares, memory, library } = parts;
  return async ({ generation, video }) => {
    await shares.end(generation);
    for (const hash of await memory.forget(video)) await library.remove(hash);
  };
}
