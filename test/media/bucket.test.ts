import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { openBucket } from "../../src/media/keep/bucket.ts";
import { parseBucketAddress } from "../../src/media/keep/bucket-address.ts";
import { createBucketLibrary } from "../../src/media/keep/bucket-library.ts";
import { openLibrary } from "../../src/media/keep/open-library.ts";
import { probe } from "../../src/media/probe/probe.ts";
import { localS3 } from "./s3-server.ts";
import { folder, library, quiet, stream } from "./support.ts";
import { video } from "./videos.ts";

const KEYS = { accessKeyId: "key", secretAccessKey: "a-secret" };
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const HOUR = 3_600_000;

async function setUp({ cacheBytes = 1e9, keys = KEYS } = {}) {
  const s3 = await localS3();
  const bucket = await openBucket(parseBucketAddress(`s3://videos/of/reelay?endpoint=${s3.endpoint}`), {
    clock: { now: Date.now, sleep: async () => undefined },
    log: quiet,
    credentials: keys,
  });
  onTestFinished(() => bucket.close());
  const dir = folder();
  let now = Date.now();
  const clock = { ...systemClock, now: () => now };
  const media = createBucketLibrary({ bucket, cache: library(dir), cacheBytes, clock, log: quiet });
  const later = (ms: number) => {
    now += ms;
  };
  return { s3, bucket, media, dir, later };
}

test("keeps a file in the bucket under its hash, and a copy at hand", async () => {
  const { s3, media, dir } = await setUp();
  const bytes = randomBytes(300_000);
  const hash = sha256(bytes);
  expect(await media.put(stream(bytes), { limitBytes: 1e6 })).toMatchObject({ hash, bytes: 300_000, added: true });
  expect(s3.objects.get(`videos/of/reelay/${hash}`)?.bytes.equals(bytes)).toBe(true);
  expect(readdirSync(dir)).toEqual([hash]);
  expect(await media.has(hash)).toBe(true);
  expect(await media.put(stream(bytes), { limitBytes: 1e6 })).toMatchObject({ hash, added: false });
});

test("brings a file back from the bucket when the copy is lost, and measures it", async () => {
  const { s3, bucket, media } = await setUp();
  const { hash, path } = await media.put(stream(await video()), { limitBytes: 1e6 });
  const other = createBucketLibrary({
    bucket,
    cache: library(),
    cacheBytes: 1e9,
    clock: systemClock,
    log: quiet,
  });
  const local = await other.local(hash);
  expect(local).not.toBe(path);
  expect(await probe(local, "film.mp4", "video")).toMatchObject({ hash, width: 640 });
  const asked = s3.requests.length;
  expect(await other.local(hash)).toBe(local);
  expect(s3.requests).toHaveLength(asked);
});

test("says ENOENT of a file that the bucket has not, and gives nothing for what is no hash", async () => {
  const { media } = await setUp();
  await expect(media.local("a".repeat(64))).rejects.toHaveProperty("code", "ENOENT");
  await expect(media.local("../../etc/passwd")).rejects.toBeInstanceOf(RangeError);
  expect(await media.has("../../etc/passwd")).toBe(false);
});

test("does not take other bytes for the file", async () => {
  const { s3, media, dir } = await setUp();
  const hash = "a".repeat(64);
  s3.objects.set(`videos/of/reelay/${hash}`, { bytes: Buffer.from("something else"), at: new Date() });
  await expect(media.local(hash)).rejects.toThrow("other bytes");
  expect(readdirSync(dir)).toEqual([]);
});

test("removes a file from both, and is content when it is gone", async () => {
  const { s3, media, dir } = await setUp();
  const { hash } = await media.put(stream(new Uint8Array(10)), { limitBytes: 10 });
  await media.remove(hash);
  await media.remove(hash);
  expect([s3.objects.size, readdirSync(dir).length]).toEqual([0, 0]);
});

test("lists all that is in the bucket, over pages, and nothing that is not its own", async () => {
  const { s3, media } = await setUp();
  const hashes: string[] = [];
  for (let size = 1; size <= 7; size++) {
    hashes.push((await media.put(stream(new Uint8Array(size)), { limitBytes: 10 })).hash);
  }
  s3.objects.set("videos/of/reelay/readme.txt", { bytes: Buffer.from("hi"), at: new Date() });
  s3.objects.set(`videos/${"b".repeat(64)}`, { bytes: Buffer.from("hi"), at: new Date() });
  const entries = await Array.fromAsync(media.entries());
  expect(entries.map(({ hash }) => hash).sort()).toEqual(hashes.sort());
  expect(entries.map(({ bytes }) => bytes).sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(Math.abs((entries[0]?.changedAt ?? 0) - Date.now())).toBeLessThan(HOUR);
});

test("tries again what the bucket could not take, and not what it refuses", async () => {
  const { s3, media, dir } = await setUp();
  const bytes = randomBytes(1000);
  s3.failing.push({ status: 503, code: "SlowDown" }, { status: 500, code: "InternalError" });
  const { hash } = await media.put(stream(bytes), { limitBytes: 1000 });
  expect(s3.objects.get(`videos/of/reelay/${hash}`)?.bytes.equals(bytes)).toBe(true);
  expect(s3.requests.filter((request) => request.startsWith("PUT"))).toHaveLength(3);
  s3.failing.push({ status: 403, code: "AccessDenied" });
  await expect(media.put(stream(randomBytes(999)), { limitBytes: 1000 })).rejects.toHaveProperty(
    "name",
    "AccessDenied",
  );
  expect(s3.requests.filter((request) => request.startsWith("PUT"))).toHaveLength(4);
  expect(readdirSync(dir)).toEqual([hash]);
});

test("keeps nothing where the bucket never takes it", async () => {
  const { media, dir } = await setUp({ keys: { accessKeyId: "other", secretAccessKey: "x" } });
  await expect(media.put(stream(randomBytes(10)), { limitBytes: 10 })).rejects.toThrow();
  expect(readdirSync(dir)).toEqual([]);
});

test("keeps the folder small, but for what is being worked with", async () => {
  const { s3, media, dir, later } = await setUp({ cacheBytes: 2500 });
  const put = (byte: number) => media.put(stream(new Uint8Array(1000).fill(byte)), { limitBytes: 1000 });
  const [first, second, third] = [await put(1), await put(2), await put(3)];
  expect(readdirSync(dir)).toHaveLength(3);
  later(2 * HOUR);
  const soon = Date.now() / 1000 + 7200;
  utimesSync(third.path, soon, soon);
  await media.local(first.hash);
  await put(4);
  expect(readdirSync(dir)).not.toContain(second.hash);
  expect(readdirSync(dir)).toContain(first.hash);
  expect(s3.objects.size).toBe(4);
  expect(readFileSync(await media.local(second.hash))).toHaveLength(1000);
  expect(statSync(first.path).size).toBe(1000);
});

test("opens the folder where no bucket is asked for, and refuses an address that is none", async () => {
  const dataDir = folder();
  const { library: opened, close } = await openLibrary({ url: undefined, dataDir, clock: systemClock, log: quiet });
  const { path } = await opened.put(stream(new Uint8Array(3)), { limitBytes: 3 });
  expect(path.startsWith(join(dataDir, "media"))).toBe(true);
  close();
  const wrong = openLibrary({ url: "ftp://videos", dataDir, clock: systemClock, log: quiet });
  await expect(wrong).rejects.toBeInstanceOf(RangeError);
});

test("reads the bucket's address", () => {
  expect(parseBucketAddress("s3://videos")).toEqual({
    bucket: "videos",
    prefix: "",
    region: "us-east-1",
    endpoint: undefined,
  });
  const full = "s3://my.videos/team/one/?region=eu-central-1&endpoint=https://minio.example:9000";
  expect(parseBucketAddress(full)).toEqual({
    bucket: "my.videos",
    prefix: "team/one/",
    region: "eu-central-1",
    endpoint: "https://minio.example:9000",
  });
});

test.each([
  ["https://videos", "It wants s3://"],
  ["videos", "It wants s3://"],
  ["s3://", "no name of a bucket"],
  ["s3://Videos_Of_Us", "no name of a bucket"],
  ["s3://key:secret@videos", "Keys do not belong in it"],
  ["s3://videos?zone=a", "“zone” is not known"],
  ["s3://videos?endpoint=minio", "no http(s) address"],
  ["s3://videos/a%20b", "Its prefix may hold"],
])("refuses %s as an address", (text, sentence) => {
  expect(() => parseBucketAddress(text)).toThrow(sentence);
});
