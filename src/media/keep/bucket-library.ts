import { utimes } from "node:fs/promises";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import type { Bucket } from "./bucket.ts";
import { type Entry, isHash, type MediaLibrary } from "./library.ts";
import { chooseLeaving } from "./retention.ts";

interface Parts {
  bucket: Bucket;
  /** The folder in front of it, for what is read from a file: measuring, coding, uploading. */
  cache: MediaLibrary;
  /** What the folder may grow to. */
  cacheBytes: number;
  clock: Clock;
  log: Logger;
}

/** The most that one file of the bucket may have, which is the most that S3 takes in one piece. */
const LARGEST_BYTES = 5_000_000_000;
/** What was put or read this lately is still being worked with. */
const IN_USE_MS = 60 * 60_000;

/**
 * A library whose files are in a bucket, with a folder in front of it that may be lost at any time. What is put is in
 * the bucket before it counts as kept.
 */
export function createBucketLibrary({ bucket, cache, cacheBytes, clock, log }: Parts): MediaLibrary {
  const trim = async (inHand: string): Promise<void> => {
    const now = clock.now();
    const files = await Array.fromAsync(cache.entries(), (entry: Entry) => ({
      ...entry,
      pinned: entry.hash === inHand || now - entry.changedAt < IN_USE_MS,
    }));
    const leaving = chooseLeaving(files, { maxBytes: cacheBytes }, now);
    for (const { hash } of leaving) await cache.remove(hash);
    if (leaving.length > 0) log.debug({ files: leaving.length }, "let go of copies that are in the bucket");
  };

  const bring = async (hash: string): Promise<string> => {
    const stream = await bucket.get(hash);
    if (!stream) throw absent(hash);
    const stored = await cache.put(stream, { limitBytes: LARGEST_BYTES });
    if (stored.hash !== hash) {
      if (stored.added) await cache.remove(stored.hash);
      throw new Error(`The bucket has other bytes under ${hash}`);
    }
    await trim(hash);
    return stored.path;
  };

  return {
    pathOf: cache.pathOf,
    has: async (hash) => isHash(hash) && bucket.has(hash),
    entries: bucket.entries,
    put: async (stream, limits) => {
      const stored = await cache.put(stream, limits);
      try {
        const added = !(await bucket.has(stored.hash));
        // Also when it is there: it counts as put now, and no sweep takes it for old.
        await bucket.put(stored);
        await trim(stored.hash);
        return { ...stored, added };
      } catch (error) {
        if (stored.added) await cache.remove(stored.hash);
        throw error;
      }
    },
    local: async (hash) => {
      const path = cache.pathOf(hash);
      if (!(await cache.has(hash))) return bring(hash);
      const now = clock.now() / 1000;
      await utimes(path, now, now);
      return path;
    },
    remove: async (hash) => {
      await bucket.remove(hash);
      await cache.remove(hash);
    },
  };
}

/** As the file system says it. */
function absent(hash: string): Error {
  return Object.assign(new Error(`ENOENT: no such file in the bucket, ${hash}`), { code: "ENOENT" });
}
