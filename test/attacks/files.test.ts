import { describe, expect, it } from "vitest";
import { hasBottomlessTable, isWholeIso } from "../../src/media/probe/iso.ts";
import { isWholeMatroska } from "../../src/media/probe/matroska.ts";
import { measurePicture } from "../../src/media/probe/picture.ts";
import { type Reader, withReader } from "../../src/media/probe/reader.ts";
import { file } from "../media/support.ts";
import { jpeg, png, pngChunk } from "../support/pictures.ts";

/** Ten times the largest picture that is taken, in bytes. */
const PICTURE = 500_000_000;
/** Ten times the largest video. */
const VIDEO = 2_000_000_000;
/** Reads of a few bytes that take a tenth of a second together. */
const MOST_READS = 250_000;

/** A file that begins so, and goes on with the same piece over and over. Its reads are counted. */
function endless(begin: Uint8Array, piece: Uint8Array, size: number): Reader & { reads: number } {
  const run = Buffer.alloc(64 * 1024 + piece.length, piece);
  const reader = {
    size,
    reads: 0,
    read: async (offset: number, length: number) => {
      reader.reads += 1;
      const wanted = Math.max(0, Math.min(length, size - offset));
      if (offset < begin.length) return Buffer.concat([begin.subarray(offset), run]).subarray(0, wanted);
      const at = (offset - begin.length) % piece.length;
      return run.subarray(at, at + wanted);
    },
  };
  return reader;
}

const bytes = (...values: number[]) => Buffer.from(values);
const SOI = bytes(0xff, 0xd8);
const PNG = png(400, 400).subarray(0, 33);
const box = (type: string) => Buffer.from(`\0\0\0\x08${type}`, "latin1");

describe("a file that is made to be walked through for ever is given up soon, ten times the accepted size", () => {
  it.each<[string, string, Uint8Array, Uint8Array]>([
    ["fill bytes", "image/jpeg", SOI, bytes(0xff)],
    ["markers that stand alone", "image/jpeg", SOI, bytes(0xff, 0xd0)],
    ["beginnings", "image/jpeg", SOI, SOI],
    ["empty segments", "image/jpeg", SOI, bytes(0xff, 0xe0, 0, 2)],
    ["empty EXIF blocks", "image/jpeg", SOI, bytes(0xff, 0xe1, 0, 2)],
    ["frames", "image/jpeg", SOI, bytes(0xff, 0xc0, 0, 7, 8, 0, 1, 0, 1)],
    ["empty chunks", "image/png", PNG, pngChunk("paDd", Buffer.alloc(0))],
    ["chunks of a byte", "image/png", PNG, pngChunk("IDAT", bytes(1))],
  ])("a picture of %s", async (_name, type, begin, piece) => {
    const reader = endless(begin, piece, PICTURE);
    expect(await measurePicture(type, reader)).toBe("damaged");
    expect(reader.reads).toBeLessThan(MOST_READS);
  });

  it("an MP4 of empty boxes", async () => {
    const reader = endless(box("moov"), box("free"), VIDEO);
    expect(await isWholeIso(reader)).toBe(false);
    expect(await hasBottomlessTable(reader)).toBe(false);
    expect(reader.reads).toBeLessThan(2 * MOST_READS);
  });

  it("a WebM", async () => {
    const reader = endless(bytes(0x1a, 0x45, 0xdf, 0xa3), bytes(0x80), VIDEO);
    await isWholeMatroska(reader);
    expect(reader.reads).toBeLessThan(10);
  });
});

it("a good picture with as many segments and chunks as cameras and programs write is none of these", async () => {
  const within = (whole: Buffer, at: number, piece: Buffer, times: number) =>
    Buffer.concat([whole.subarray(0, at), ...Array.from({ length: times }, () => piece), whole.subarray(at)]);
  const photo = within(jpeg(640, 480), 2, bytes(0xff, 0xe2, 0, 3, 1), 2_000);
  const drawing = within(png(400, 300), 33, pngChunk("paDd", bytes(1)), 20_000);
  expect(await withReader(file(photo), (reader) => measurePicture("image/jpeg", reader))).toEqual({
    width: 640,
    height: 480,
  });
  expect(await withReader(file(drawing), (reader) => measurePicture("image/png", reader))).toEqual({
    width: 400,
    height: 300,
  });
});
