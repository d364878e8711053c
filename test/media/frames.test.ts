import { fileURLToPath } from "node:url";
import {
  BufferSource,
  BufferTarget,
  EncodedPacketSink,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
  type Rotation,
  VideoSample,
  VideoSampleSource,
} from "mediabunny";
import { describe, expect, test } from "vitest";
import { createLog } from "../../src/base/log.ts";
import { createFrames, DecoderMissing } from "../../src/media/encode/frames.ts";
import { BadVideo } from "../../src/media/keep/errors.ts";
import { probe } from "../../src/media/probe/probe.ts";
import { cutOff, png as picture } from "../support/pictures.ts";
import { file, folder, quiet } from "./support.ts";
import { soundOnly, video as unreadableVideo } from "./videos.ts";

const frames = createFrames({ log: quiet });
const decoder = await import("@mediabunny/server").catch(() => undefined);
decoder?.registerMediabunnyServer(); // for the films below
const available = frames.available();
const WHITE = [235, 128, 128] as const;
const GREY = [126, 128, 128] as const;
/** Colours as BT.709 and BT.601 write them: brightness, blueness, redness. */
const RED_709 = [63, 102, 240] as const;
const GREEN_709 = [173, 42, 26] as const;
const RED_601 = [81, 90, 240] as const;
const GREEN_601 = [145, 54, 34] as const;

type Colour = readonly [number, number, number];

interface Film {
  width: number;
  height: number;
  last: { left: Colour; right: Colour };
  frames?: number;
  rotation?: Rotation;
}

/** Grey frames, and a last one: a colour on the left, another on the right, and a white top left corner. */
async function film(wanted: Film): Promise<Buffer> {
  const { width, height, last, frames: count = 40, rotation = 0 } = wanted;
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
  const source = new VideoSampleSource({
    codec: "avc",
    bitrate: 4_000_000,
    latencyMode: "quality",
    hardwareAcceleration: "prefer-software",
  });
  output.addVideoTrack(source, { frameRate: 24, rotation });
  await output.start();
  for (let frame = 0; frame < count; frame++) {
    const colourAt = (across: number, down: number): Colour => {
      if (frame < count - 1) return GREY;
      return across < 0.25 && down < 0.25 ? WHITE : across < 0.5 ? last.left : last.right;
    };
    using sample = new VideoSample(planes(width, height, colourAt), {
      format: "I420",
      codedWidth: width,
      codedHeight: height,
      timestamp: frame / 24,
      duration: 1 / 24,
    });
    await source.add(sample);
  }
  source.close();
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}

function planes(width: number, height: number, colourAt: (across: number, down: number) => Colour) {
  const data = new Uint8Array(width * height * 1.5);
  let at = 0;
  for (const [plane, size] of [1, 2, 2].entries()) {
    for (let y = 0; y < height; y += size) {
      for (let x = 0; x < width; x += size) data[at++] = colourAt(x / width, y / height)[plane] ?? 0;
    }
  }
  return data;
}

/** Reads a PNG as any viewer does; `at` gives red, green and blue at a place (0 to 1 across and down). */
async function open(png: Uint8Array) {
  const av = await import("node-av");
  await using source = await av.Demuxer.open(Buffer.from(png));
  const stream = source.video();
  if (!stream) throw new Error("There are no pixels");
  using reader = await av.Decoder.create(stream);
  for await (const frame of reader.frames(source.packets(stream.index))) {
    if (!frame) continue;
    using pixels = frame;
    const { width, height } = pixels;
    using scaler = new av.Scaler();
    const rgb = await scaler.toBuffer(pixels, { format: "rgb" });
    const at = (across: number, down: number) => {
      const start = (Math.floor(down * height) * width + Math.floor(across * width)) * 3;
      return [...rgb.subarray(start, start + 3)];
    };
    return { width, height, at };
  }
  throw new Error("The picture can't be read");
}

/** Encoding may move a colour by a few steps of 255. */
function expectColour(found: number[], wanted: Colour) {
  for (const [at, part] of wanted.entries()) {
    expect(Math.abs((found[at] ?? -255) - part), `${found} is not ${wanted}`).toBeLessThan(6);
  }
}

const refusal = (path: string) => frames.last(path).catch((thrown: unknown) => thrown);

describe.skipIf(!available)("with the decoder", () => {
  test("gives the last frame whole, in its own colours, as a PNG that counts as a picture here", async () => {
    const bytes = await film({ width: 1280, height: 720, last: { left: RED_709, right: GREEN_709 } });
    const png = await frames.last(file(bytes));
    expect(await probe(file(png), "last.png", "image")).toMatchObject({ type: "image/png", width: 1280, height: 720 });
    const { at } = await open(png);
    expectColour(at(0.1, 0.1), [255, 255, 255]);
    expectColour(at(0.25, 0.75), [255, 0, 0]);
    expectColour(at(0.75, 0.75), [0, 255, 0]);
  });

  test("reads the colours of a small video as players do", async () => {
    const bytes = await film({ width: 480, height: 360, last: { left: RED_601, right: GREEN_601 } });
    const { at } = await open(await frames.last(file(bytes)));
    expectColour(at(0.25, 0.75), [255, 0, 0]);
    expectColour(at(0.75, 0.75), [0, 255, 0]);
  });

  test("takes a video of a single frame", async () => {
    const bytes = await film({ width: 320, height: 240, frames: 1, last: { left: RED_601, right: RED_601 } });
    const { at } = await open(await frames.last(file(bytes)));
    expectColour(at(0.75, 0.75), [255, 0, 0]);
  });

  test.each([
    // where the white corner, the left side's red and the right side's green are then
    [90, [0.9, 0.1], [0.25, 0.25], [0.25, 0.75]],
    [180, [0.9, 0.9], [0.75, 0.25], [0.25, 0.25]],
    [270, [0.1, 0.9], [0.75, 0.75], [0.75, 0.25]],
  ] as const)("turns a video that is shown turned by %d degrees", async (rotation, corner, left, right) => {
    const path = file(await film({ width: 480, height: 320, rotation, last: { left: RED_601, right: GREEN_601 } }));
    const { width, height, at } = await open(await frames.last(path));
    expect(await probe(path, "phone.mp4", "video")).toMatchObject({ width, height });
    expect(width > height).toBe(rotation === 180);
    expectColour(at(corner[0], corner[1]), [255, 255, 255]);
    expectColour(at(left[0], left[1]), [255, 0, 0]);
    expectColour(at(right[0], right[1]), [0, 255, 0]);
  });

  test("refuses a video whose last frame is damaged, instead of giving an earlier or a torn one", async () => {
    const bytes = await film({ width: 640, height: 360, last: { left: RED_601, right: GREEN_601 } });
    using input = new Input({ source: new BufferSource(Buffer.from(bytes)), formats: [MP4] });
    const track = await input.getPrimaryVideoTrack();
    const packet = track && (await new EncodedPacketSink(track).getPacket(Number.POSITIVE_INFINITY));
    const start = packet ? bytes.indexOf(packet.data) : -1;
    expect(start).toBeGreaterThan(0);
    for (const from of [0, 0.3]) {
      const length = packet?.byteLength ?? 0;
      const damaged = Buffer.from(bytes).fill(0xa5, start + Math.floor(length * from), start + length);
      expect(await refusal(file(damaged))).toBeInstanceOf(BadVideo);
    }
  });

  test.each([
    ["is cut off", async () => cutOff(await unreadableVideo({ format: "mp4, index first" }), 0.5)],
    ["holds noise", () => unreadableVideo()],
    ["holds noise (webm)", () => unreadableVideo({ format: "webm" })],
    ["has only sound", soundOnly],
    ["is a picture", async () => picture(64, 64)],
    ["is a playlist", async () => Buffer.from("#EXTM3U\nhttp://127.0.0.1/secret.ts\n")],
    ["is empty", async () => Buffer.alloc(0)],
  ])("refuses a file that %s", async (_, bytes) => {
    expect(await refusal(file(await bytes()))).toBeInstanceOf(BadVideo);
  });

  test("says that a file is not there as the file system says it", async () => {
    expect(await refusal(`${folder()}/none.mp4`)).toMatchObject({ code: "ENOENT" });
  });

  test("gives each of many askers its own frame, also behind one that was refused", async () => {
    const side = (left: Colour) => film({ width: 320, height: 240, last: { left, right: left } });
    const [red, green] = [file(await side(RED_601)), file(await side(GREEN_601))];
    const pictures = await Promise.allSettled([red, file("no video"), green, red].map((path) => frames.last(path)));
    const colours = pictures.map(async (one) => one.status === "fulfilled" && (await open(one.value)).at(0.5, 0.5));
    const [first, refused, second, third] = await Promise.all(colours);
    expectColour(first || [], [255, 0, 0]);
    expect(refused).toBe(false);
    expectColour(second || [], [0, 255, 0]);
    expectColour(third || [], [255, 0, 0]);
  });

  test("gives the last frame of the clips that come with the project", async () => {
    for (const shape of ["landscape", "portrait", "square"]) {
      const path = fileURLToPath(new URL(`../../src/sandbox/clips/${shape}.mp4`, import.meta.url));
      const { width, height } = await probe(path, shape, "video");
      expect(await open(await frames.last(path))).toMatchObject({ width, height });
    }
  });
});

test("says in the log that there is no decoder, and refuses", async () => {
  const lines: string[] = [];
  const missing = () => {
    throw new Error("Cannot find package");
  };
  const log = createLog("info", { write: (line) => lines.push(line) });
  expect(createFrames({ log, find: missing }).available()).toBe(false);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("Cannot find package");
});

test("asks once for a decoder that is installed and doesn't load, and refuses", async () => {
  let asked = 0;
  const load = async () => {
    asked += 1;
    throw new Error("Cannot load the library");
  };
  const broken = createFrames({ log: createLog("silent"), load });
  await expect(broken.last(file("anything"))).rejects.toBeInstanceOf(DecoderMissing);
  await expect(broken.last(file("anything"))).rejects.toBeInstanceOf(DecoderMissing);
  expect(asked).toBe(1);
});
