import { join } from "node:path";
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/log.ts";
import { openBucket } from "./bucket.ts";
import { parseBucketAddress } from "./bucket-address.ts";
import { createBucketLibrary } from "./bucket-library.ts";
import { createMediaLibrary, type MediaLibrary } from "./library.ts";

/** What the folder in front of a bucket may grow to. */
const CACHE_BYTES = 5_000_000_000;

/**
 * The library that the operator asked for: the folder `media` in the data folder, or with `url` (`s3://…`, as
 * `parseBucketAddress` reads it) a bucket with that folder in front of it. Throws RangeError for an address that is
 * none.
 */
export async function openLibrary(parts: {
  url: string | undefined;
  dataDir: string;
  clock: Clock;
  log: Logger;
}): Promise<{ library: MediaLibrary; close(): void }> {
  const { url, dataDir, clock, log } = parts;
  const folder = createMediaLibrary({ dir: join(dataDir, "media"), clock, log });
  if (url === undefined) return { library: folder, close: () => undefined };
  const address = parseBucketAddress(url);
  const bucket = await openBucket(address, { clock, log });
  const library = createBucketLibrary({ bucket, cache: folder, cacheBytes: CACHE_BYTES, clock, log });
  return { library, close: bucket.close };
}
