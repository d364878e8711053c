import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ALL_FORMATS, BufferSource, Input, type InputVideoTrack, VideoSampleSink } from "mediabunny";
import { beforeAll, describe, expect, test } from "vitest";
import { glyphOf, plain, wrap } from "../../src/sandbox/render/font.ts";
import { EncoderRenderer } from "../../src/sandbox/render/renderer.ts";
import { type MovieSpec, sidesOfPicture } from "../../src/sandbox/render/spec.ts";
import { upright } from "../../src/sandbox/render/still.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { png } from "./pictures.ts";
import { create, openSandbox, ownedClock, read, silent, TEXT, temporaryFolder, upload } from "./support.ts";

const HOUR = 3_600_000;
const encoder = await import("@mediabunny/server").catch(() => undefined);
const av = encoder && (await import("node-av"));

async function filmOf(sandbox: Sandbox, id: string): Promise<Buffer> {
  const { status, results } = (await read(sandbox, id)).body;
  expect(status).toBe("completed");
  return Buffer.from(await (await fetch(results[0])).arrayBuffer());
}

async function open(bytes: Buffer) {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const video = await input.getPrimaryVideoTrack();
  if (!video) throw new Error("There is no video track");
  return { input, video, audio: await input.getPrimaryAudioTrack(), seconds: await video.computeDuration() };
}

/** Brightness and the two colour values at a place of a frame (0 to 1 across and down). */
async function pixel(track: InputVideoTrack, seconds: number, across: number, down: number) {
  const sample = await new VideoSampleSink(track).getSample(seconds);
  if (sample?.format !== "I420") throw new Error(`There is no I420 frame at ${seconds} s`);
  const { codedWidth: width, codedHeight: height } = sample;
  const data = new Uint8Array(width * height * 1.5);
  await sample.copyTo(data);
  sample.close();
  const [x, y] = [Math.floor((across * width) / 2), Math.floor((down * height) / 2)];
  const [size, half] = [width * height, y * (width / 2) + x];
  return { luma: data[y * 2 * width + x * 2] ?? 0, blue: data[size + half] ?? 0, red: data[size * 1.25 + half] ?? 0 };
}

describe.skipIf(!encoder)("with the encoder", () => {
  beforeAll(() => {
    encoder?.registerMediabunnyServer();
    av?.Log.setLevel(av.AV_LOG_QUIET);
  });

  test("shows the member's first frame, slowly moving, at its own shape, with sound", async () => {
    const clock = ownedClock();
    const sandbox = await openSandbox({ clock, render: "encoder" });
    const { file_url } = (await upload(sandbox, png(800, 600))).body.data;
    const animate = { model: "kling-v3-image-to-video", image_start: file_url, prompt: "gentle breeze", sound: "on" };
    const { id } = (await create(sandbox, { ...animate, duration: 3 })).body;
    await sandbox.rendered();
    clock.advance(HOUR);
    const bytes = await filmOf(sandbox, id);
    expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
    const { video, audio, seconds } = await open(bytes);
    expect([video.codec, video.displayWidth, video.displayHeight]).toEqual(["avc", 960, 720]);
    expect(seconds).toBeCloseTo(3, 1);
    expect(audio?.codec).toBe("aac");
    const [left, right] = [await pixel(video, 0, 0.4, 0.4), await pixel(video, 0, 0.6, 0.4)];
    expect(left.red).toBeGreaterThan(180);
    expect(right.blue).toBeGreaterThan(180);
    // The camera drifts to the right as it goes in, so that the edge between the halves moves to the left.
    const edge = [await pixel(video, 0, 0.475, 0.4), await pixel(video, 2.9, 0.475, 0.4)];
    expect(edge.map(({ red }) => red > 150)).toEqual([true, false]);
  });

  test.each([
    ["16:9", "720p", 1280, 720],
    ["9:16", "720p", 720, 1280],
    ["1:1", "1080p", 1080, 1080],
  ])("draws a moving picture for a text, %s at %s", async (aspect_ratio, quality, width, height) => {
    const clock = ownedClock();
    const sandbox = await openSandbox({ clock, render: "encoder" });
    const { id } = (await create(sandbox, { ...TEXT, aspect_ratio, quality, duration: 3 })).body;
    await sandbox.rendered();
    clock.advance(HOUR);
    const { video, audio, seconds } = await open(await filmOf(sandbox, id));
    expect([video.displayWidth, video.displayHeight]).toEqual([width, height]);
    expect(seconds).toBeCloseTo(3, 1);
    expect(audio).toBeNull();
    const places = Array.from({ length: 9 }, (_, at) => [(at + 1) / 10, 0.62] as const);
    const row = (when: number) => Promise.all(places.map(([across, down]) => pixel(video, when, across, down)));
    expect(await row(0)).not.toEqual(await row(2.9));
  });

  test("a completed task says 99 until its film is there, and the same film is made once", async () => {
    const [clock, dataDir] = [ownedClock(), await temporaryFolder()];
    const sandbox = await openSandbox({ clock, dataDir, render: "encoder" });
    const ids = [(await create(sandbox, TEXT)).body.id, (await create(sandbox, TEXT)).body.id];
    clock.advance(HOUR);
    expect((await read(sandbox, ids[0])).body).toMatchObject({ status: "processing", progress: 99 });
    await sandbox.rendered();
    expect(await filmOf(sandbox, ids[0])).toEqual(await filmOf(sandbox, ids[1]));
    expect(await readdir(join(dataDir, "sandbox", "films"))).toHaveLength(1);
  });

  test("a film that a stop interrupted is made after the restart, and thrown away when its link has expired", async () => {
    const [clock, dataDir] = [ownedClock(), await temporaryFolder()];
    const before = await openSandbox({ clock, dataDir, render: "encoder" });
    const { id } = (await create(before, { ...TEXT, duration: 10 })).body;
    await before.close();
    const after = await openSandbox({ clock, dataDir, render: "encoder" });
    await after.rendered();
    clock.advance(HOUR);
    expect((await filmOf(after, id)).length).toBeGreaterThan(10_000);
    await after.close();
    clock.advance(24 * HOUR);
    const late = await openSandbox({ clock, dataDir, render: "encoder" });
    expect(await readdir(join(dataDir, "sandbox", "films"))).toEqual([]);
    const { status, results } = (await read(late, id)).body;
    expect([status, (await fetch(results[0])).status]).toEqual(["completed", 410]);
  });

  test("a picture that cannot be decoded does not hold the task up", async () => {
    const clock = ownedClock();
    const sandbox = await openSandbox({ clock, render: "encoder" });
    const { file_url } = (await upload(sandbox, png(800, 600).slice(0, 60))).body.data;
    const { id } = (await create(sandbox, { model: "kling-v3-image-to-video", image_start: file_url, duration: 3 }))
      .body;
    await sandbox.rendered();
    clock.advance(HOUR);
    expect((await open(await filmOf(sandbox, id))).video.displayWidth).toBe(960);
  });
});

const spec: MovieSpec = { width: 720, height: 1280, seconds: 5, sound: false, captions: [] };
async function program(source: string): Promise<string> {
  const path = join(await temporaryFolder(), "program.mjs");
  await writeFile(path, source);
  return path;
}

test.each([
  ["is not there", `process.send({ kind: "missing", problem: "gone" })`],
  ["dies", `throw new Error("The encoder crashed")`],
])("an encoder that %s leaves the film to a bundled clip of its shape", async (_, source) => {
  const renderer = new EncoderRenderer(await temporaryFolder(), silent, await program(source));
  const second = { ...spec, width: 1280, height: 720 };
  renderer.begin(spec);
  renderer.begin(second);
  await renderer.idle();
  expect(renderer.fileOf(spec)).toMatch(/portrait\.mp4$/);
  expect(renderer.fileOf(second)).toMatch(/landscape\.mp4$/);
  await renderer.close();
});

test.each([
  ["landscape", "16:9", 1280, 720],
  ["portrait", "9:16", 720, 1280],
  ["square", "1:1", 720, 720],
])("the bundled %s clip is a film of five seconds", async (_, aspect_ratio, width, height) => {
  const clock = ownedClock();
  const sandbox = await openSandbox({ clock });
  const { id } = (await create(sandbox, { ...TEXT, aspect_ratio })).body;
  clock.advance(HOUR);
  const bytes = await filmOf(sandbox, id);
  const { video, seconds } = await open(bytes);
  expect([video.codec, video.displayWidth, video.displayHeight, seconds]).toEqual(["avc", width, height, 5]);
  expect(bytes.length).toBeLessThan(100_000);
});

test.each([
  [1600, 900, [1280, 720]],
  [600, 800, [720, 960]],
  [3000, 1200, [1280, 512]],
  [301, 301, [720, 720]],
])("a first frame of %i×%i makes a film of its shape", (width, height, sides) => {
  expect(sidesOfPicture({ width, height }, "720p")).toEqual(sides);
});

test.each([
  [1, "abcdef", 3],
  [2, "cbafed", 3],
  [3, "fedcba", 3],
  [4, "defabc", 3],
  [5, "adbecf", 2],
  [6, "daebfc", 2],
  [7, "fcebda", 2],
  [8, "cfbead", 2],
])("a picture stored with orientation %i is set upright", (orientation, shown, width) => {
  const rgb = (letters: string) => Buffer.from(letters.replace(/./g, "$&$&$&"));
  expect(Buffer.from(upright(rgb("abcdef"), width, 6 / width, orientation))).toEqual(rgb(shown));
});

test("every printable ASCII character has a letter of its own, and the rest a box", () => {
  const letters = Array.from({ length: 94 }, (_, at) => glyphOf(String.fromCharCode(33 + at)).join());
  expect(new Set(letters).size).toBe(94);
  expect(letters.every((rows) => rows.split(",").every((row) => Number(row) < 32))).toBe(true);
  expect(letters).not.toContain(glyphOf("\u25a1").join());
  expect(plain("Café — “猫” 🐈‍⬛")).toBe('Cafe - "□" □□');
});

test("a long prompt is broken at its words and shortened", () => {
  expect(wrap("the quick brown fox jumps over the lazy dog", 12, 2)).toEqual(["the quick", "brown fox..."]);
  expect(wrap("abcdefghijklmnop", 8, 3)).toEqual(["abcdefgh", "ijklmnop"]);
  expect(wrap("", 8, 3)).toEqual([]);
});
