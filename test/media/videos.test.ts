import { expect, test } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { probe } from "../../src/media/probe/probe.ts";
import { cutOff, png } from "../support/pictures.ts";
import { file } from "./support.ts";
import { soundOnly, video } from "./videos.ts";

const sentence = async (bytes: Uint8Array | string, name: string) => {
  const error = await probe(file(bytes), name, "video").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return error instanceof UserError ? error.message : "";
};

test.each([
  ["video/mp4", "mp4"],
  ["video/mp4", "mp4, index first"],
  ["video/quicktime", "mov"],
  ["video/webm", "webm"],
] as const)("measures a %s by its bytes, whatever its name (%s)", async (type, format) => {
  const bytes = await video({ format, width: 1280, height: 720, seconds: 3, frameRate: 30 });
  expect(await probe(file(bytes), "clip.avi", "video")).toEqual({
    kind: "video",
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    name: "clip.avi",
    type,
    bytes: bytes.length,
    width: 1280,
    height: 720,
    seconds: 3,
    frameRate: 30,
  });
});

test("gives the sides of a video as shown", async () => {
  const path = file(await video({ width: 640, height: 360, rotation: 90 }));
  expect(await probe(path, "phone.mp4", "video")).toMatchObject({ width: 360, height: 640 });
});

test("gives frame rates that are no whole number", async () => {
  const path = file(await video({ frameRate: 30_000 / 1001, seconds: 4 }));
  const { frameRate } = await probe(path, "clip.mp4", "video");
  expect(frameRate).toBeCloseTo(29.97, 2);
});

test("takes a video of a single frame", async () => {
  const path = file(await video({ frameRate: 1, seconds: 1 }));
  expect(await probe(path, "still.mp4", "video")).toMatchObject({ seconds: 1, frameRate: 1 });
});

test.each(["mp4", "mp4, index first", "mov", "webm"] as const)(
  "refuses a video that is cut off (%s)",
  async (format) => {
    const whole = await video({ format });
    for (const part of [0.1, 0.5, 0.99]) {
      expect(await sentence(cutOff(whole, part), "clip.mp4")).toBe(
        "Send “clip.mp4” again: the file ends before the video does.",
      );
    }
  },
);

test("refuses sound that calls itself a video", async () => {
  expect(await sentence(await soundOnly(), "song.mp4")).toBe(
    "Send an MP4 or MOV: “song.mp4” has sound but no picture.",
  );
});

test("refuses a video whose description is nonsense", async () => {
  const bytes = await video({ format: "mp4, index first" });
  const table = bytes.indexOf("stbl");
  bytes.fill(0xee, table + 4, table + 60);
  expect(await sentence(bytes, "clip.mp4")).toMatch(/^(Open “clip.mp4”, save it again|Save “clip.mp4” as H.264)/);
});

test("refuses other things in a video's place", async () => {
  expect(await sentence(png(300, 300), "clip.mp4")).toBe(
    "Send an MP4 or MOV: “clip.mp4” is a picture, and a video goes here.",
  );
  expect(await sentence("#EXTM3U\nhttp://127.0.0.1/secret.ts\n", "clip.mp4")).toBe(
    "Send an MP4 or MOV: “clip.mp4” is text, and a video goes here.",
  );
});
