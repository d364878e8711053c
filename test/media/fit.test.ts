import { readdirSync, readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { FilePathSource, Input, MP4 } from "mediabunny";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { loadAv } from "../../src/media/encode/libav.ts";
import { createFit } from "../../src/media/make/fit.ts";
import { createWorkshop } from "../../src/media/make/workshop.ts";
import { probe } from "../../src/media/probe/probe.ts";
import { type Film, film, framesOf, loudnessOf, turned } from "./film.ts";
import { file, folder, library } from "./support.ts";
import { soundOnly, video as unreadableVideo } from "./videos.ts";

const encoderIsHere = await loadAv().then(
  () => true,
  () => false,
);
const MIB = 1024 * 1024;
const LIMIT_BYTES = (10 * MIB) / 3;

function setUp(parts: { find?: () => unknown; script?: URL } = {}) {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  const dir = folder();
  const media = library(join(dir, "media"));
  const workshop = createWorkshop({ folder: join(dir, "work"), clock: systemClock, ...parts });
  onTestFinished(() => workshop.close());
  return { fit: createFit({ workshop, library: media, log }), media, lines, dir };
}

const made = (wanted: Film) => film(join(folder(), "film.mp4"), wanted);

describe.skipIf(!encoderIsHere)("with the encoder", () => {
  // A third of the length of what bench/fit.ts brings from 30 MB under 10 MiB, to a third of the size.
  test("brings 10 MB of 1080p to a third at the first pass: same shape, same length, with its sound", async () => {
    const { fit, media, lines, dir } = setUp();
    const path = await made({ size: "1920x1080", seconds: 5, bits: 16_500_000 });
    expect(statSync(path).size).toBeGreaterThan(10_000_000);
    const smaller = await fit.smaller(path, { limitBytes: LIMIT_BYTES, name: "boat.mp4" });
    expect(smaller?.bytes).toBeLessThanOrEqual(LIMIT_BYTES);
    expect(smaller?.bytes).toBeGreaterThan(0.8 * LIMIT_BYTES);
    expect(smaller).toMatchObject({ name: "boat.mp4", type: "video/mp4", seconds: 5, frameRate: 24 });
    expect((smaller?.width ?? 0) / (smaller?.height ?? 1)).toBe(16 / 9);
    const kept = media.pathOf(smaller?.hash ?? "");
    expect(await loudnessOf(kept)).toBeCloseTo((await loudnessOf(path)) ?? 0, 2);
    expect(await framesOf(kept)).toBe(5 * 24);
    // Its index stands in front of its frames, so that it plays as it loads.
    const bytes = readFileSync(kept);
    expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
    expect(lines).toEqual([]);
    expect(readdirSync(join(dir, "work"))).toEqual([]);
  });

  test.each([
    ["a short one", { seconds: 1, size: "1280x720", bits: 20_000_000 }, 1_000_000],
    ["an upright one", { seconds: 4, size: "360x640", bits: 4_000_000 }, 500_000],
    ["one of odd shape", { seconds: 2, size: "642x358", bits: 4_000_000 }, 300_000],
    ["one without sound", { seconds: 3, size: "640x360", bits: 4_000_000, sound: false }, 400_000],
    ["one of 60 frames a second", { seconds: 3, rate: 60, size: "640x360", bits: 8_000_000 }, 700_000],
  ] as const)("fits %s at the first pass", async (_, wanted, limitBytes) => {
    const { fit, media, lines } = setUp();
    const path = await made(wanted);
    expect(statSync(path).size).toBeGreaterThan(limitBytes);
    const before = await probe(path, "before.mp4", "video");
    const smaller = await fit.smaller(path, { limitBytes, name: "after.mp4" });
    expect(lines).toEqual([]);
    expect(smaller?.bytes).toBeLessThanOrEqual(limitBytes);
    expect(smaller?.seconds).toBeCloseTo(before.seconds ?? 0, 1);
    expect(smaller?.frameRate).toBe(before.frameRate);
    const shape = ({ width, height }: { width: number; height: number }) => width / height;
    expect(shape(smaller ?? { width: 0, height: 1 }) / shape(before)).toBeCloseTo(1, 1);
    const heard = await loudnessOf(media.pathOf(smaller?.hash ?? ""));
    expect(heard === undefined).toBe("sound" in wanted);
  });

  test("leaves a video turned that is shown turned", async () => {
    const { fit, media } = setUp();
    const path = await turned(await made({ size: "640x360", bits: 4_000_000 }), join(folder(), "turned.mp4"), 90);
    const smaller = await fit.smaller(path, { limitBytes: 500_000, name: "after.mp4" });
    expect((smaller?.height ?? 0) / (smaller?.width ?? 1)).toBeCloseTo(16 / 9, 1);
    expect(await framesOf(media.pathOf(smaller?.hash ?? ""))).toBe(48);
    using input = new Input({ source: new FilePathSource(media.pathOf(smaller?.hash ?? "")), formats: [MP4] });
    expect(await (await input.getPrimaryVideoTrack())?.getRotation()).toBe(90);
  });

  test.each([
    [
      "is cut off",
      async () => {
        const path = await made({});
        truncateSync(path, Math.floor(statSync(path).size / 2));
        return path;
      },
    ],
    ["holds noise", async () => file(await unreadableVideo())],
    ["has only sound", async () => file(await soundOnly())],
    ["is no video", async () => file("hello")],
  ] as const)("gives nothing for a file that %s, and says why in the log", async (_, path) => {
    const { fit, lines } = setUp();
    expect(await fit.smaller(await path(), { limitBytes: 100_000, name: "a.mp4" })).toBeUndefined();
    expect(lines).toHaveLength(1);
  });

  test("gives nothing where so few bytes would be no picture", async () => {
    const { fit, lines } = setUp();
    expect(await fit.smaller(await made({}), { limitBytes: 5000, name: "a.mp4" })).toBeUndefined();
    expect(lines.join()).toContain("do not go into 5000 bytes");
  });
});

describe("when a version comes out too large", () => {
  /** An encoder whose passes come out so many times the limit; the last ones are a good video. */
  const stubborn = (passes: number) => {
    const clip = fileURLToPath(new URL("../../src/sandbox/clips/square.mp4", import.meta.url));
    const text = `import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
      process.once("message", (order) => {
        const tried = order.from + ".tried";
        appendFileSync(tried, order.limitBytes + "\\n");
        if (readFileSync(tried, "utf8").split("\\n").length - 1 > ${passes}) copyFileSync(${JSON.stringify(clip)}, order.to);
        else writeFileSync(order.to, Buffer.alloc(200_000));
        process.send({ is: "made" });
      });`;
    return pathToFileURL(file(text, "encoder.mjs"));
  };

  test("makes a second pass that aims as much lower as the first was over", async () => {
    const { fit, lines } = setUp({ script: stubborn(1), find: () => undefined });
    const path = file("a film");
    expect(await fit.smaller(path, { limitBytes: 100_000, name: "a.mp4" })).toMatchObject({ width: 720, height: 720 });
    expect(readFileSync(`${path}.tried`, "utf8")).toBe("100000\n45000\n");
    expect(lines).toHaveLength(1);
  });

  test("gives up after the second", async () => {
    const { fit, lines } = setUp({ script: stubborn(2), find: () => undefined });
    const path = file("a film");
    expect(await fit.smaller(path, { limitBytes: 100_000, name: "a.mp4" })).toBeUndefined();
    expect(readFileSync(`${path}.tried`, "utf8").split("\n")).toHaveLength(3);
    expect(lines).toHaveLength(2);
  });
});

test("gives nothing without the encoder, and asks for no process", async () => {
  const find = () => {
    throw new Error("Cannot find package");
  };
  const { fit } = setUp({ find });
  expect(fit.available()).toBe(false);
  expect(await fit.smaller("/none.mp4", { limitBytes: 1, name: "a.mp4" })).toBeUndefined();
});
