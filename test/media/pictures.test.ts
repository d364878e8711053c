import { describe, expect, test } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { probe } from "../../src/media/probe/probe.ts";
import { cutOff, gif, jpeg, png, pngChunk, riff, webp } from "../support/pictures.ts";
import { file, library, stream } from "./support.ts";
import { video } from "./videos.ts";

const sentence = async (bytes: Uint8Array | string, name: string) => {
  const error = await probe(file(bytes), name, "image").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  return error instanceof UserError ? error.message : "";
};

test("measures a picture of the library, under its hash", async () => {
  const bytes = png(400, 300);
  const stored = await library().put(stream(bytes), { limitBytes: 1e6 });
  expect(await probe(stored.path, "cat.png", "image")).toEqual({
    kind: "image",
    hash: stored.hash,
    name: "cat.png",
    type: "image/png",
    bytes: bytes.length,
    width: 400,
    height: 300,
  });
});

const webpOf = (type: string, ...data: number[]) => riff("WEBP", type, Buffer.from(data));

test.each([
  ["image/png", 1, 1, png(1, 1)],
  ["image/png", 300, 2000, png(300, 2000)],
  ["image/png", 400, 400, png(400, 400, { atLeast: 12_000_000 })],
  ["image/jpeg", 640, 480, jpeg(640, 480)],
  ["image/gif", 30, 20, gif(30, 20)],
  ["image/webp", 1000, 400, webp(1000, 400)],
  ["image/webp", 16, 9, webpOf("VP8 ", 0, 0, 0, 0x9d, 1, 0x2a, 16, 0, 9, 0)],
  ["image/webp", 258, 2, webpOf("VP8X", 0, 0, 0, 0, 1, 1, 0, 1, 0, 0)],
])("reads a %s of %i × %i by its bytes, whatever its name", async (type, width, height, bytes) => {
  expect(await probe(file(bytes), "file.txt", "image")).toMatchObject({ kind: "image", type, width, height });
});

test.each([
  [1, 640, 480],
  [3, 640, 480],
  [6, 480, 640],
  [8, 480, 640],
])("gives the sides of a photo as shown: orientation %i", async (orientation, width, height) => {
  const path = file(jpeg(640, 480, { orientation }));
  expect(await probe(path, "photo.jpg", "image")).toMatchObject({ width, height });
});

test("takes a photo that has another file behind it, as phones make them", async () => {
  const bytes = Buffer.concat([jpeg(640, 480), Buffer.alloc(100_000, 7)]);
  expect(await probe(file(bytes), "motion.jpg", "image")).toMatchObject({ width: 640, bytes: bytes.length });
});

test("finds the end of a photo that lies across two windows of reading", async () => {
  const whole = jpeg(8000, 8000);
  for (let behind = 1; behind < 3; behind++) {
    const scan = whole.length - 2 - 250_000;
    const upTo = scan + 65_536 * 3 + behind - 2;
    const bytes = Buffer.concat([whole.subarray(0, upTo), Buffer.from([0xff, 0xd9]), Buffer.alloc(9)]);
    expect(await probe(file(bytes), "big.jpg", "image")).toMatchObject({ width: 8000 });
  }
});

describe("a picture that is cut off", () => {
  test.each([
    ["png", png(400, 300)],
    ["jpg", jpeg(400, 300)],
    ["jpg", jpeg(400, 300, { orientation: 6 })],
    ["gif", gif(40, 30)],
    ["webp", webp(400, 300)],
  ])("is refused wherever the cut is: %s", async (type, whole) => {
    const said = `Send “cat.${type}” again: the file ends before the picture does.`;
    for (const part of [0.3, 0.6, 0.9]) expect(await sentence(cutOff(whole, part), `cat.${type}`)).toBe(said);
    expect(await sentence(whole.subarray(0, whole.length - 1), `cat.${type}`)).toBe(said);
  });

  test("is refused where the cut is between two chunks", async () => {
    expect(await sentence(png(40, 30).subarray(0, -12), "cat.png")).toMatch(/ends before the picture does/);
  });
});

describe("a picture that is damaged", () => {
  const said = "Open “cat.png”, save it again, and send that: the picture in it can't be read.";
  const flipped = png(400, 300);
  flipped[200] = (flipped[200] ?? 0) ^ 1;
  const end = pngChunk("IEND", Buffer.alloc(0));
  const signature = png(1, 1).subarray(0, 8);
  test.each([
    ["a flipped bit", flipped],
    ["no pixels", Buffer.concat([png(5, 5).subarray(0, 33), end])],
    ["no header", Buffer.concat([signature, end])],
    ["no width", png(0, 5)],
    ["a chunk without a name", Buffer.concat([signature, Buffer.alloc(300)])],
    ["a JPEG without a frame", Buffer.from([0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0, 1, 2, 0xff, 0xd9])],
    ["a JPEG that ends at once", Buffer.from([0xff, 0xd8, 0xff, 0xd9, 0, 0])],
    ["a JPEG with an impossible segment", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 9, 9])],
    ["a WebP without a picture", riff("WEBP", "ALPH", Buffer.alloc(20))],
  ])("is refused: %s", async (_what, bytes) => {
    expect(await sentence(bytes, "cat.png")).toBe(said);
  });
});

describe("a file that is no picture", () => {
  const box = (brand: string, compatible = "") => Buffer.from(`\0\0\0\x18ftyp${brand}\0\0\0\0${compatible}`, "latin1");
  test.each([
    ["text", "Dear diary,\n", "Send a JPG or PNG: “cat.png” is text, and a picture goes here."],
    [
      "text of other scripts",
      "親愛なる日記".repeat(900),
      "Send a JPG or PNG: “cat.png” is text, and a picture goes here.",
    ],
    ["a page", "<!DOCTYPE html><p>no</p>", "Send a JPG or PNG: “cat.png” is a web page, and a picture goes here."],
    ["a PDF", "%PDF-1.7\n", "Send a JPG or PNG: “cat.png” is a PDF, and a picture goes here."],
    ["a ZIP", "PK\x03\x04....", "Send a JPG or PNG: “cat.png” is a ZIP file, and a picture goes here."],
    [
      "noise",
      Buffer.from([1, 2, 3, 4]),
      "Send a JPG or PNG: “cat.png” is a file of a kind I don't know, and a picture goes here.",
    ],
    ["nothing", "", "Send “cat.png” again: it's empty."],
    ["HEIC", box("heic"), "Send a JPG or PNG: “cat.png” is a HEIC picture, and that kind can't be used."],
    ["AVIF", box("mif1", "miafavif"), "Send a JPG or PNG: “cat.png” is an AVIF picture, and that kind can't be used."],
    [
      "SVG",
      '<?xml version="1.0"?><svg/>',
      "Send a JPG or PNG: “cat.png” is an SVG drawing, and that kind can't be used.",
    ],
    [
      "AVI",
      riff("AVI ", "LIST", Buffer.alloc(4)),
      "Send a JPG or PNG: “cat.png” is an AVI video, and a picture goes here.",
    ],
  ])("is told for what it is: %s", async (_what, bytes, said) => {
    expect(await sentence(bytes, "cat.png")).toBe(said);
  });

  test("a video in a picture's place", async () => {
    const said = "Send a JPG or PNG: “cat.png” is a video, and a picture goes here.";
    expect(await sentence(await video(), "cat.png")).toBe(said);
  });

  test("a long name is said short", async () => {
    const said = await sentence("text", `${"a".repeat(300)}-the-end.png`);
    expect(said).toContain("…");
    expect(said.length).toBeLessThan(150);
  });
});

test("a file that is not there is no fault of the member's", async () => {
  const error = await probe("/nowhere/at/all", "cat.png", "image").catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(UserError);
  expect(error).toHaveProperty("code", "ENOENT");
});
