import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { setImmediate as tick } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { UserError } from "../../src/base/errors.ts";
import { createFrames } from "../../src/media/encode/frames.ts";
import { BadVideo, ReadingTooSlow } from "../../src/media/keep/errors.ts";
import { probe } from "../../src/media/probe/probe.ts";
import { createVideoReader } from "../../src/media/probe/video-reader.ts";
import { testClock } from "../support/clock.ts";
import { file, folder, quiet } from "./support.ts";

const CLIP = fileURLToPath(new URL("../../src/sandbox/clips/square.mp4", import.meta.url));
const CLIP_SIDES = { width: 720, height: 720 };

/** The bundled clip with a number of one of its index's boxes changed: `at` bytes behind the box's name. */
function clipWith(box: string, at: number, value: number): string {
  const bytes = readFileSync(CLIP);
  const start = bytes.indexOf(box);
  expect(start).toBeGreaterThan(0);
  bytes.writeUInt32BE(value, start + at);
  return file(bytes);
}

/** The frames that the first run of a table is for: behind version, flags and the number of runs. */
const FIRST_RUN = 12;

/** Every frame but the first is shown at its own time: counting through them takes minutes. */
const hanging = () => clipWith("ctts", FIRST_RUN, 0xffff_ffff);
/** Four thousand million frames, each with an entry of its own in memory. */
const swelling = () => clipWith("stts", FIRST_RUN, 0xf000_0000);

/** A reader that goes when the test does, on a clock that the test owns. */
function reader() {
  const clock = testClock();
  const videos = createVideoReader({ clock });
  onTestFinished(() => videos.close());
  return { clock, videos };
}

const refusal = (asked: Promise<unknown>) => asked.then(() => undefined).catch((thrown: unknown) => thrown);

test("stops a video that would never be read, and goes on meanwhile", async () => {
  const { clock, videos } = reader();
  await probe(CLIP, "good.mp4", "video", videos); // the thread is there
  let settled = false;
  const refused = refusal(probe(hanging(), "clip.mp4", "video", videos)).finally(() => {
    settled = true;
  });
  while (clock.sleeping === 0) await tick();
  await clock.advance(9_999);
  for (let ticks = 0; ticks < 1_000; ticks++) await tick();
  expect(settled).toBe(false);
  await clock.advance(1);
  const error = await refused;
  expect(error).toBeInstanceOf(UserError);
  expect(error).toHaveProperty(
    "message",
    "Save “clip.mp4” as H.264 in an MP4 and send that: it couldn't be read in 10 s, so it's probably damaged.",
  );
});

test("measures the videos that waited behind it, each with the whole time for itself", async () => {
  const { clock, videos } = reader();
  const first = refusal(probe(hanging(), "first.mp4", "video", videos));
  while (clock.sleeping === 0) await tick();
  const second = refusal(probe(hanging(), "second.mp4", "video", videos));
  await clock.advance(10_000);
  expect(await first).toBeInstanceOf(UserError);
  while (clock.sleeping === 0) await tick();
  // Asked for only now: of two that are asked for at once, either may be the first whose file has been looked at.
  const good = probe(CLIP, "good.mp4", "video", videos);
  await clock.advance(10_000);
  expect(await second).toBeInstanceOf(UserError);
  expect(await good).toMatchObject(CLIP_SIDES);
});

test("calls a video damaged whose index fills the memory, and measures the next", async () => {
  const videos = createVideoReader({ clock: testClock(), memoryMb: 64 });
  onTestFinished(() => videos.close());
  expect(await refusal(probe(swelling(), "clip.mp4", "video", videos))).toHaveProperty(
    "message",
    "Open “clip.mp4”, save it again, and send that: the video in it can't be read.",
  );
  expect(await probe(CLIP, "good.mp4", "video", videos)).toMatchObject(CLIP_SIDES);
});

test("refuses a table of frame sizes without bits before anything counts it", async () => {
  const bytes = readFileSync(CLIP);
  const table = bytes.indexOf("stsz");
  bytes.write("stz2", table);
  bytes.writeUInt32BE(0xffff_ffff, table + 12);
  const { videos } = reader();
  expect(await refusal(probe(file(bytes), "clip.mp4", "video", videos))).toHaveProperty(
    "message",
    "Open “clip.mp4”, save it again, and send that: the video in it can't be read.",
  );
  expect(await refusal(videos.ending(file(bytes)))).toBeInstanceOf(BadVideo);
});

test("stops looking for the last frame of a video that would never be read", async () => {
  const { clock, videos } = reader();
  const refused = refusal(videos.ending(hanging()));
  while (clock.sleeping === 0) await tick();
  await clock.advance(10_000);
  expect(await refused).toMatchObject({ name: "ReadingTooSlow", seconds: 10 });
  expect(await refused).toBeInstanceOf(ReadingTooSlow);
  expect(await videos.ending(CLIP)).toMatchObject({ codec: "avc", ...CLIP_SIDES });
});

const decodes = await createFrames({ log: quiet }).available();
test.skipIf(!decodes)("says of a last frame that can't be reached that the video is bad", async () => {
  const { clock, videos } = reader();
  const refused = refusal(createFrames({ log: quiet, videos }).last(hanging()));
  while (clock.sleeping === 0) await tick();
  await clock.advance(10_000);
  expect(await refused).toBeInstanceOf(BadVideo);
  expect(await refused).toHaveProperty("message", "The video could not be read in 10 s");
});

test("hands over what the file system says, as it says it", async () => {
  const { videos } = reader();
  const path = `${folder()}/none.mp4`;
  expect(await refusal(videos.measure("video/mp4", path))).toMatchObject({ code: "ENOENT", syscall: "open", path });
  expect(await videos.measure("video/mp4", CLIP)).toMatchObject(CLIP_SIDES);
});

test("starts another thread after it was closed, and fails what it was at", async () => {
  const { clock, videos } = reader();
  const cut = refusal(videos.measure("video/mp4", hanging()));
  while (clock.sleeping === 0) await tick();
  await videos.close();
  expect(await cut).toHaveProperty("message", "The thread ended before it answered");
  expect(await videos.measure("video/mp4", CLIP)).toMatchObject(CLIP_SIDES);
});

test("neither keeps the process alive nor prints, whatever the video", async () => {
  const url = (path: string) => new URL(path, import.meta.url).href;
  const script = `
    import { probe } from ${JSON.stringify(url("../../src/media/probe/probe.ts"))};
    const { seconds } = await probe(${JSON.stringify(CLIP)}, "clip.mp4", "video");
    const odd = await probe(${JSON.stringify(clipWith("stsd", 16, 0x7a7a_7a7a))}, "odd.mp4", "video").catch((e) => e.message);
    process.stdout.write(seconds + " s; " + odd);
  `;
  const asked = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
  const said = "Save “odd.mp4” as H.264 in an MP4 and send that: it's encoded in a way that can't be read.";
  expect(await asked).toEqual({ stdout: `5 s; ${said}`, stderr: "" });
});

test("takes the machine's clock for the deadline as well", async () => {
  const videos = createVideoReader({ clock: systemClock, deadlineMs: 1 });
  onTestFinished(() => videos.close());
  expect(await refusal(videos.measure("video/mp4", hanging()))).toMatchObject({ seconds: 0.001 });
});
