import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { createIntake } from "../../src/generations/files/intake.ts";
import type { Bucket } from "../../src/media/keep/bucket.ts";
import { createBucketLibrary } from "../../src/media/keep/bucket-library.ts";
import { createMediaLibrary, type MediaLibrary } from "../../src/media/keep/library.ts";
import { testClock } from "../support/clock.ts";
import { testStore } from "../support/stores.ts";

/** Two requests that bring the same bytes, at each point at which one can come between the steps of the other. */

const BYTES = Buffer.from("a paper boat");
const HASH = createHash("sha256").update(BYTES).digest("hex");
const LIMITS = { limitBytes: 100 };
const log = createLog("silent");
const clock = testClock();

const KINDS: Readonly<Record<string, (dir: string) => MediaLibrary>> = {
  folder: (dir) => createMediaLibrary({ dir, log, clock }),
  bucket: (dir) => {
    const cache = createMediaLibrary({ dir, log, clock });
    return createBucketLibrary({ bucket: memoryBucket(), cache, cacheBytes: 1e9, clock, log });
  },
};

function memoryBucket(): Bucket {
  const files = new Map<string, Buffer>();
  return {
    put: async ({ hash, path }) => void files.set(hash, await readFile(path)),
    get: async (hash) => (files.has(hash) ? bytes(files.get(hash)) : undefined),
    has: async (hash) => files.has(hash),
    remove: async (hash) => void files.delete(hash),
    entries: async function* () {
      for (const [hash, file] of files) yield { hash, bytes: file.length, changedAt: clock.now() };
    },
    close: () => undefined,
  };
}

async function* bytes(chunk: Uint8Array = BYTES) {
  yield chunk;
}

/** A step that the test holds: who comes to it waits there until it is let on. */
function step() {
  const reached = Promise.withResolvers<void>();
  const on = Promise.withResolvers<void>();
  return {
    reached: reached.promise,
    let: on.resolve,
    at: async () => {
      reached.resolve();
      await on.promise;
    },
  };
}

/** Two requests on one library. `around` may hold a step of the library. */
async function two(kind: string, around: (library: MediaLibrary) => Partial<MediaLibrary> = () => ({})) {
  const store = await testStore("sqlite");
  const library = KINDS[kind]?.(`${store.dataDir}/media`);
  if (!library) throw new Error(`There is no ${kind}`);
  const intake = createIntake({ db: store.db, library: { ...library, ...around(library) }, clock, log });
  return {
    library,
    ada: intake.open({ workspace: "w", member: "ada" }),
    ben: intake.open({ workspace: "w", member: "ben" }),
    kept: () => Array.fromAsync(library.entries(), ({ hash }) => hash),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

describe.each(Object.keys(KINDS))("the same file of two requests, kept in a %s", (kind) => {
  it("stays for the second, which has put it and not yet heard so when the first ends", async () => {
    const put = step();
    let puts = 0;
    await using s = await two(kind, (library) => ({
      put: async (...given) => {
        const stored = await library.put(...given);
        if (++puts === 2) await put.at();
        return stored;
      },
    }));
    await s.ada.put(bytes(), LIMITS);
    const second = s.ben.put(bytes(), LIMITS);
    await put.reached;
    await s.ada.settle();
    put.let();
    await second;
    expect(await s.kept()).toEqual([HASH]);
    await s.ben.settle();
    expect(await s.kept()).toEqual([]);
  });

  it("is kept anew for the second, which comes while the first's is being removed", async () => {
    const remove = step();
    const known = Promise.withResolvers<void>();
    await using s = await two(kind, (library) => ({
      put: (stream, limits) =>
        library.put(stream, {
          ...limits,
          claim: async (hash) => {
            known.resolve();
            await limits.claim?.(hash);
          },
        }),
      remove: async (hash) => {
        await remove.at();
        await library.remove(hash);
      },
    }));
    await s.ada.put(bytes(), LIMITS);
    const [ended] = [s.ada.settle(), await remove.reached];
    const second = s.ben.put(bytes(), LIMITS);
    await Promise.race([known.promise, second]);
    remove.let();
    await ended;
    expect(await second).toMatchObject({ added: true });
    expect(await s.kept()).toEqual([HASH]);
    await s.ben.settle();
    expect(await s.kept()).toEqual([]);
  });

  it("goes with whoever had it last, be it that their put failed when they had claimed it", async () => {
    const put = step();
    let failing = false;
    await using s = await two(kind, (library) => ({
      put: async (stream, limits) => {
        if (!failing) return library.put(stream, limits);
        await limits.claim?.(HASH);
        await put.at();
        throw new Error("The disk went away");
      },
    }));
    await s.ada.put(bytes(), LIMITS);
    failing = true;
    const second = s.ben.put(bytes(), LIMITS);
    await put.reached;
    await s.ada.settle();
    expect(await s.kept()).toEqual([HASH]);
    put.let();
    await expect(second).rejects.toThrow("The disk went away");
    expect(await s.kept()).toEqual([]);
    failing = false;
    await s.ada.put(bytes(), LIMITS);
    await s.ada.settle();
    expect(await s.kept()).toEqual([]);
  });
});
