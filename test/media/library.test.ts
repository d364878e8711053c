import { createHash, randomBytes } from "node:crypto";
import { createWriteStream, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DiskFull, TooLarge } from "../../src/media/keep/errors.ts";
import { createMediaLibrary } from "../../src/media/keep/library.ts";
import { createRoom } from "../../src/media/keep/room.ts";
import { folder, library, manualClock, quiet, stream } from "./support.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

test("keeps a stream under the hash of its bytes", async () => {
  const dir = folder();
  const media = library(dir);
  const bytes = randomBytes(200_001);
  const stored = await media.put(stream(bytes), { limitBytes: 1e6 });
  expect(stored).toEqual({ hash: sha256(bytes), bytes: 200_001, path: join(dir, sha256(bytes)), added: true });
  expect(readFileSync(stored.path).equals(bytes)).toBe(true);
  expect(await media.has(stored.hash)).toBe(true);
  expect(readdirSync(dir)).toEqual([stored.hash]);
});

test("keeps the same bytes once, and says that it had them", async () => {
  const dir = folder();
  const media = library(dir);
  const bytes = randomBytes(5000);
  const both = await Promise.all([1, 2].map(() => media.put(stream(bytes), { limitBytes: 5000 })));
  const again = await media.put(stream(bytes), { limitBytes: 5000 });
  expect(new Set(both.map(({ hash }) => hash)).size).toBe(1);
  expect(again.added).toBe(false);
  expect(readdirSync(dir)).toEqual([again.hash]);
});

test("takes exactly the limit, stops reading past it and keeps nothing", async () => {
  const dir = folder();
  const media = library(dir);
  let given = 0;
  let closed = false;
  const endless = async function* () {
    try {
      for (;;) {
        given += 1000;
        yield new Uint8Array(1000);
      }
    } finally {
      closed = true;
    }
  };
  const error = await media.put(endless(), { limitBytes: 50_000 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(TooLarge);
  expect(error).toHaveProperty("limitBytes", 50_000);
  expect(given).toBe(51_000);
  expect(closed).toBe(true);
  expect(readdirSync(dir)).toEqual([]);
  await media.put(stream(new Uint8Array(50_000)), { limitBytes: 50_000 });
});

test("keeps nothing of a stream that breaks, and says why it broke", async () => {
  const dir = folder();
  const broken = async function* () {
    yield new Uint8Array(10);
    throw new Error("the line went dead");
  };
  await expect(library(dir).put(broken(), { limitBytes: 100 })).rejects.toThrow("the line went dead");
  expect(readdirSync(dir)).toEqual([]);
});

test("takes no more from a stream than it has written, but for a few chunks", async () => {
  const dir = folder();
  const chunk = 64 * 1024;
  let furthestAhead = 0;
  const measured = async function* () {
    for (let count = 0; count < 500; count++) {
      const [part] = readdirSync(dir);
      const written = part ? statSync(join(dir, part)).size : 0;
      furthestAhead = Math.max(furthestAhead, count * chunk - written);
      yield new Uint8Array(chunk);
    }
  };
  await library(dir).put(measured(), { limitBytes: 500 * chunk });
  expect(furthestAhead).toBeLessThanOrEqual(4 * chunk);
});

test("says that the disk is full, keeps nothing of what was coming, and works again when there is room", async () => {
  const dir = folder();
  let full = true;
  // The kernel's own answer: whatever is written there, there is no room for it.
  const create = (path: string) => createWriteStream(full ? "/dev/full" : path);
  const media = createMediaLibrary({ dir, log: quiet, create });
  await expect(media.put(stream(new Uint8Array(5000)), { limitBytes: 5000 })).rejects.toBeInstanceOf(DiskFull);
  expect(readdirSync(dir)).toEqual([]);
  full = false;
  await media.put(stream(new Uint8Array(5000)), { limitBytes: 5000 });
});

test("refuses while less room is left than is wanted", async () => {
  const dir = folder();
  await createRoom({ dir, wantedBytes: 1 }).check();
  const room = createRoom({ dir, wantedBytes: 500, free: async () => 499 });
  await expect(room.check()).rejects.toBeInstanceOf(DiskFull);
});

test("lists what it keeps", async () => {
  const media = library();
  const { hash } = await media.put(stream(new Uint8Array(7)), { limitBytes: 7 });
  const entries = await Array.fromAsync(media.entries());
  expect(entries).toEqual([{ hash, bytes: 7, changedAt: expect.any(Number) }]);
});

test("gives the path of a file that is there, and says ENOENT of one that is not", async () => {
  const media = library();
  const { hash, path } = await media.put(stream(new Uint8Array(7)), { limitBytes: 7 });
  expect(await media.local(hash)).toBe(path);
  await expect(media.local("a".repeat(64))).rejects.toHaveProperty("code", "ENOENT");
});

test("removes a file, and is content when it is gone", async () => {
  const media = library();
  const { hash } = await media.put(stream(new Uint8Array(3)), { limitBytes: 3 });
  await media.remove(hash);
  await media.remove(hash);
  expect(await media.has(hash)).toBe(false);
});

test.each(["../../etc/passwd", "", "A".repeat(64), `${"a".repeat(64)}\n`, `${"a".repeat(63)}/`])(
  "gives no path for what is no hash: %j",
  async (text) => {
    const media = library();
    expect(() => media.pathOf(text)).toThrow(RangeError);
    expect(await media.has(text)).toBe(false);
  },
);

test("clears what a dead process left half written, and leaves what may still be at work", () => {
  const dir = folder();
  const clock = manualClock(Date.now());
  for (const name of ["old.part", "new.part", "a".repeat(64)]) writeFileSync(join(dir, name), "x");
  const hours = (count: number) => clock.now() / 1000 - count * 3600;
  utimesSync(join(dir, "old.part"), hours(2), hours(2));
  utimesSync(join(dir, "a".repeat(64)), hours(2), hours(2));
  createMediaLibrary({ dir, log: quiet, clock });
  expect(readdirSync(dir).sort()).toEqual(["a".repeat(64), "new.part"]);
});
