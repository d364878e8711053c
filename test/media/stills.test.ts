import { createReadStream } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { createLog } from "../../src/base/log.ts";
import { loadAv } from "../../src/media/encode/libav.ts";
import { createStills, type Stills } from "../../src/media/make/stills.ts";
import { createWorkshop } from "../../src/media/make/workshop.ts";
import { probe } from "../../src/media/probe/probe.ts";
import { type Film, film, framesOf, turned } from "./film.ts";
import { folder, library, stream } from "./support.ts";

const encoderIsHere = await loadAv().then(
  () => true,
  () => false,
);

function setUp(parts: { find?: () => unknown } = {}) {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  const dir = folder();
  const media = library(join(dir, "media"));
  const inner = createWorkshop({ folder: join(dir, "work"), clock: systemClock, ...parts });
  onTestFinished(() => inner.close());
  const orders: string[] = [];
  const workshop: typeof inner = {
    ...inner,
    inTurn: (work, signal) =>
      inner.inTurn((bench) => {
        const make: typeof bench.make = (order) => {
          orders.push(order.make);
          return bench.make(order);
        };
        return work({ ...bench, make });
      }, signal),
  };
  const known = new Map<string, Stills>();
  const memory = {
    get: async (hash: string) => known.get(hash),
    set: async (hash: string, stills: Stills) => void known.set(hash, stills),
  };
  const put = async (path: string) => {
    const stored = await media.put(createReadStream(path), { limitBytes: 1e8 });
    return probe(stored.path, "film.mp4", "video");
  };
  return { stills: createStills({ workshop, library: media, memory, log }), media, lines, orders, put };
}

const made = (wanted: Film) => film(join(folder(), "film.mp4"), wanted);

describe.skipIf(!encoderIsHere)("with the encoder", () => {
  test("makes a poster, a strip of five frames and three seconds that move, once", async () => {
    const { stills, media, orders, put } = setUp();
    const video = await put(await made({ size: "1920x1080", seconds: 6, bits: 2_000_000 }));
    const first = await stills.of(video);
    expect(first?.poster).toMatchObject({ type: "image/jpeg", width: 1280, height: 720 });
    expect(first?.strip).toMatchObject({ type: "image/jpeg", width: 5 * 320, height: 180 });
    expect(first?.preview).toMatchObject({ type: "image/gif", width: 320, height: 180 });
    expect(await framesOf(media.pathOf(first?.preview.hash ?? ""))).toBe(24);
    expect(await stills.of(video)).toEqual(first);
    expect(orders).toEqual(["stills"]);
  });

  test("makes them anew when one is gone from the library", async () => {
    const { stills, media, orders, put } = setUp();
    const video = await put(await made({}));
    const first = await stills.of(video);
    await media.remove(first?.strip.hash ?? "");
    expect(await stills.of(video)).toEqual(first);
    expect(orders).toHaveLength(2);
  });

  test("makes them once for two who ask at the same time", async () => {
    const { stills, orders, put } = setUp();
    const video = await put(await made({}));
    const [first, second] = await Promise.all([stills.of(video), stills.of(video)]);
    expect(second).toEqual(first);
    expect(orders).toHaveLength(1);
  });

  test.each([
    ["a single frame", { seconds: 1, rate: 1 }],
    ["half a second", { seconds: 0.5 }],
    ["a portrait", { size: "180x320" }],
  ] as const)("takes %s", async (_, wanted) => {
    const { stills, lines, put } = setUp();
    const got = await stills.of(await put(await made(wanted)));
    expect(lines).toEqual([]);
    expect((got?.strip.width ?? 0) / (got?.strip.height ?? 1)).toBeCloseTo(
      "size" in wanted ? (5 * 9) / 16 : (5 * 16) / 9,
      0,
    );
  });

  test("stands a video upright that is shown turned", async () => {
    const { stills, put } = setUp();
    const video = await put(await turned(await made({}), join(folder(), "turned.mp4"), 90));
    expect(await stills.of(video)).toMatchObject({
      poster: { width: 180, height: 320 },
      preview: { width: 180, height: 320 },
    });
  });

  test("gives nothing for a video that does not play, and says why in the log", async () => {
    const { stills, media, lines, put } = setUp();
    const video = await put(await made({}));
    const { hash } = await media.put(stream(Buffer.from("no video any more")), { limitBytes: 100 });
    expect(await stills.of({ ...video, hash })).toBeUndefined();
    expect(lines).toHaveLength(1);
  });
});

test("gives nothing without the encoder", async () => {
  const find = () => {
    throw new Error("Cannot find package");
  };
  const { stills } = setUp({ find });
  const video = { kind: "video", hash: "a".repeat(64), name: "a", type: "video/mp4", bytes: 1, width: 1, height: 1 };
  expect(await stills.of({ ...video, kind: "video" })).toBeUndefined();
});
