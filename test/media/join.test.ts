import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { loadAv } from "../../src/media/encode/libav.ts";
import { sameDescription } from "../../src/media/encode/splice.ts";
import { TooLarge } from "../../src/media/keep/errors.ts";
import { createJoiner } from "../../src/media/make/join.ts";
import { createWorkshop } from "../../src/media/make/workshop.ts";
import { type Film, film, framesOf, loudnessOf, turned } from "./film.ts";
import { file, folder, library } from "./support.ts";
import { video } from "./videos.ts";

const encoderIsHere = await loadAv().then(
  () => true,
  () => false,
);
const WANTED = { name: "story.mp4", limitBytes: 1e8 };

function setUp() {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  const dir = folder();
  const media = library(join(dir, "media"));
  const workshop = createWorkshop({ folder: join(dir, "work"), clock: systemClock });
  onTestFinished(() => workshop.close());
  return { joiner: createJoiner({ workshop, library: media, log }), media, lines };
}

const made = (wanted: Film = {}) => film(join(folder(), "clip.mp4"), wanted);

test("joins clips that are coded alike as they are, without the encoder's help", async () => {
  const { joiner, media, lines } = setUp();
  const clip = file(await video({ seconds: 2 }));
  const joined = await joiner.join([clip, clip, clip], WANTED);
  expect(lines).toEqual([]);
  expect(joined).toMatchObject({ width: 640, height: 360, seconds: 6, frameRate: 24, name: "story.mp4" });
  expect(await media.has(joined?.hash ?? "")).toBe(true);
});

test("gives nothing when a clip is no video, and says why in the log", async () => {
  const { joiner, lines } = setUp();
  expect(await joiner.join([file(await video()), file("hello")], WANTED)).toBeUndefined();
  expect(lines).toHaveLength(1);
});

test("refuses to keep more than the limit", async () => {
  const { joiner } = setUp();
  const clip = file(await video());
  await expect(joiner.join([clip, clip], { ...WANTED, limitBytes: 5000 })).rejects.toBeInstanceOf(TooLarge);
});

describe.skipIf(!encoderIsHere)("with the encoder", () => {
  test("joins two that are alike so that every frame plays, with the sound of both", async () => {
    const { joiner, media } = setUp();
    const clips = [await made({ seconds: 2 }), await made({ seconds: 3 })];
    expect(await sameDescription(clips)).toBe(true);
    const joined = await joiner.join(clips, WANTED);
    expect(joined).toMatchObject({ seconds: 5, frameRate: 24 });
    const kept = media.pathOf(joined?.hash ?? "");
    expect(await framesOf(kept)).toBe(5 * 24);
    expect(await loudnessOf(kept)).toBeCloseTo((await loudnessOf(clips[0] ?? "")) ?? 0, 2);
  });

  test.each([
    ["other settings", { preset: "veryfast" }],
    ["another shape", { size: "180x320" }],
    ["other sides", { size: "640x360" }],
    ["another frame rate", { rate: 30, size: "318x178" }],
  ] as const)("codes anew where one has %s, in the first one's sides", async (_, other) => {
    const { joiner, media, lines } = setUp();
    const clips = [await made({ seconds: 2 }), await made({ seconds: 1, ...other })];
    expect(await sameDescription(clips)).toBe(false);
    const joined = await joiner.join(clips, WANTED);
    expect(lines).toEqual([]);
    expect(joined).toMatchObject({ width: 320, height: 180, frameRate: 24 });
    expect(joined?.seconds).toBeCloseTo(3, 1);
    const kept = media.pathOf(joined?.hash ?? "");
    expect(await framesOf(kept)).toBe(3 * 24);
    expect(await loudnessOf(kept)).toBeCloseTo((await loudnessOf(clips[0] ?? "")) ?? 0, 2);
  });

  test("gives a clip without sound its silence, so that the next one's sound stands with its picture", async () => {
    const { joiner, media } = setUp();
    const clips = [await made({ seconds: 2, sound: false }), await made({ seconds: 2 })];
    const kept = media.pathOf((await joiner.join(clips, WANTED))?.hash ?? "");
    const [half, whole] = [await loudnessOf(kept), await loudnessOf(clips[1] ?? "")];
    expect((half ?? 0) / (whole ?? 1)).toBeCloseTo(Math.SQRT1_2, 1);
  });

  test("joins clips of which none has sound to one that has none", async () => {
    const { joiner, media } = setUp();
    const clips = [await made({ sound: false }), await made({ sound: false, preset: "veryfast" })];
    const kept = media.pathOf((await joiner.join(clips, WANTED))?.hash ?? "");
    expect(await loudnessOf(kept)).toBeUndefined();
    expect(await framesOf(kept)).toBe(4 * 24);
  });

  test("stands a clip upright that is shown turned, beside one that is not", async () => {
    const { joiner } = setUp();
    const clips = [await turned(await made({}), join(folder(), "turned.mp4"), 90), await made({ size: "180x320" })];
    expect(await joiner.join(clips, WANTED)).toMatchObject({ width: 180, height: 320, seconds: 4 });
  });
});
