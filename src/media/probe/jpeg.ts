import type { Measured } from "./measured.ts";
import { type Reader, windows } from "./reader.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
/** C0 to CF start a frame, but for three that are tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const standsAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7) || marker === SOI;

/**
 * Markers and fill bytes before the scan. Cameras write some dozens of segments, an extended XMP block or a colour
 * profile one for each 64 kB of it; a file of nothing else would be read for many seconds.
 */
const MOST_STEPS = 20_000;

/** Walks the segments to the scan, then looks for the end of the image. EXIF orientations 5 to 8 swap the sides. */
export async function measureJpeg(reader: Reader): Promise<Measured> {
  let sides: { width: number; height: number } | undefined;
  let sideways = false;
  let offset = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const head = await reader.read(offset, 4);
    if (head.length < 4) return "cut off";
    if (head[0] !== 0xff) return "damaged";
    const marker = head.readUInt8(1);
    if (marker === 0xff) {
      offset += 1; // any number of fill bytes may stand before a marker
      continue;
    }
    if (standsAlone(marker)) {
      offset += 2;
      continue;
    }
    if (marker === EOI) return "damaged";
    const length = head.readUInt16BE(2);
    if (length < 2) return "damaged";
    const end = offset + 2 + length;
    if (end > reader.size) return "cut off";
    if (isFrame(marker)) {
      const frame = await reader.read(offset + 4, 5);
      if (frame.length < 5) return "cut off";
      sides = { height: frame.readUInt16BE(1), width: frame.readUInt16BE(3) };
    } else if (marker === APP1) {
      const orientation = exifOrientation(await reader.read(offset + 4, length - 2));
      sideways ||= orientation !== undefined && orientation >= 5 && orientation <= 8;
    } else if (marker === SOS) {
      if (!sides) return "damaged";
      if (!(await hasEnd(reader, end))) return "cut off";
      return sideways ? { width: sides.height, height: sides.width } : sides;
    }
    offset = end;
  }
  return "damaged";
}

/** The end marker cannot occur in coded pixels, where every FF is followed by 00. Cameras put more files behind it. */
async function hasEnd(reader: Reader, from: number): Promise<boolean> {
  const last = await reader.read(Math.max(from, reader.size - 2), 2);
  if (last.length === 2 && last.readUInt16BE(0) === (0xff00 | EOI)) return true;
  const marker = Buffer.from([0xff, EOI]);
  let before = false;
  for await (const piece of windows(reader, from)) {
    if ((before && piece[0] === EOI) || piece.includes(marker)) return true;
    before = piece.at(-1) === 0xff;
  }
  return false;
}

/** Tag 0x0112 of the first directory of the TIFF block that EXIF is. */
function exifOrientation(segment: Buffer): number | undefined {
  if (segment.toString("latin1", 0, 6) !== "Exif\0\0") return undefined;
  const tiff = segment.subarray(6);
  if (tiff.length < 8) return undefined;
  const little = tiff.toString("latin1", 0, 2) === "II";
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directory = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return undefined;
  const entries = short(directory);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return undefined;
    if (short(at) === 0x0112) return short(at + 8);
  }
  return undefined;
}
