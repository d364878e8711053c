import { copyFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { loadAv } from "../../src/media/encode/libav.ts";
import { createCutter } from "../../src/media/make/cut.ts";
import { createWorkshop } from "../../src/media/make/workshop.ts";
import { probe } from "../../src/media/probe/probe.ts";
import { type Film, film, framesOf, loudnessOf, turned } from "./film.ts";
import { file, folder } from "./support.ts";

const encoderIsHere = await loadAv().then(
  () => true,
  () => false,
);
const WANTED = { seconds: 3, frameRate: 24, limitBytes: 1e8 };

function setUp() {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  const workshop = createWorkshop({ folder: join(folder(), "work"), clock: systemClock });
  onTestFinished(() => workshop.close());
  const cutter = createCutter({ workshop, log });
  /** Cuts it, keeps what comes of it, and gives where. */
  const cut = (path: string, wanted = WANTED) =>
    cutter.beginning(path, wanted, async (at) => {
      const kept = join(folder(), "kept.mp4");
      await copyFile(at, kept);
      return kept;
    });
  return { cut, lines };
}

const made = (wanted: Film = {}) => film(join(folder(), "film.mp4"), { seconds: 5, ...wanted });

/** How long any reader takes the file for, in seconds: the longest of its tracks. */
async function wholeOf(path: string): Promise<number> {
  const av = await loadAv();
  await using opened = await av.Demuxer.open(path);
  return opened.duration;
}

test("gives nothing of what is no video, and says why in the log", async () => {
  const { cut, lines } = setUp();
  expect(await cut(file("hello"))).toBeUndefined();
  expect(lines).toHaveLength(1);
});

describe.skipIf(!encoderIsHere)("with the encoder", () => {
  test("the first seconds play, every frame of them, with their sound", async () => {
    const { cut, lines } = setUp();
    const whole = await made();
    const kept = (await cut(whole)) ?? "";
    expect(lines).toEqual([]);
    expect(await probe(kept, "kept.mp4", "video")).toMatchObject({
      ...{ type: "video/mp4", width: 320, height: 180, seconds: 3, frameRate: 24 },
    });
    expect(await framesOf(kept)).toBe(3 * 24);
    expect(await loudnessOf(kept)).toBeCloseTo((await loudnessOf(whole)) ?? 0, 2);
    expect(await wholeOf(kept)).toBeLessThanOrEqual(3);
  });

  test.each([23.976, 24, 25, 29.97, 30, 59.94])(
    "lasts no longer than asked at %f frames a second",
    async (frameRate) => {
      const { cut } = setUp();
      const kept = (await cut(await made({ rate: Math.round(frameRate) }), { ...WANTED, frameRate })) ?? "";
      const { seconds = 0, frameRate: got = 0 } = await probe(kept, "kept.mp4", "video");
      expect(seconds).toBeGreaterThan(2.9);
      expect(seconds).toBeLessThanOrEqual(3);
      expect(got).toBeCloseTo(frameRate, 1);
      expect(await wholeOf(kept)).toBeLessThanOrEqual(3);
    },
  );

  test("a video without sound has none after", async () => {
    const { cut } = setUp();
    const kept = (await cut(await made({ sound: false }))) ?? "";
    expect(await loudnessOf(kept)).toBeUndefined();
    expect(await framesOf(kept)).toBe(3 * 24);
  });

  test("a video that is shown turned stands upright", async () => {
    const { cut } = setUp();
    const kept = (await cut(await turned(await made(), join(folder(), "turned.mp4"), 90))) ?? "";
    expect(await probe(kept, "kept.mp4", "video")).toMatchObject({ width: 180, height: 320, seconds: 3 });
  });

  test("keeps within the bytes that it may have", async () => {
    const { cut } = setUp();
    const noisy = await made({ size: "640x360", bits: 8_000_000 });
    const free = (await stat((await cut(noisy)) ?? "")).size;
    expect(free).toBeGreaterThan(1_000_000);
    const bound = (await cut(noisy, { ...WANTED, limitBytes: 500_000 })) ?? "";
    expect((await stat(bound)).size).toBeLessThanOrEqual(500_000);
    expect(await framesOf(bound)).toBe(3 * 24);
  });

  test("a shorter one comes out whole", async () => {
    const { cut } = setUp();
    const kept = (await cut(await made({ seconds: 2 }))) ?? "";
    expect(await framesOf(kept)).toBe(2 * 24);
  });
});
