import { measureJpeg } from "./jpeg.ts";
import type { Measured } from "./measured.ts";
import { measurePng } from "./png.ts";
import type { Reader } from "./reader.ts";

/** Measures a picture whose first bytes are of `type`, one of the four that `kindOf` calls an image. */
export async function measurePicture(type: string, reader: Reader): Promise<Measured> {
  const measured = await measurerOf(type)(reader);
  if (typeof measured === "string") return measured;
  return measured.width > 0 && measured.height > 0 ? measured : "damaged";
}

function measurerOf(type: string): (reader: Reader) => Promise<Measured> {
  switch (type) {
    case "image/png":
      return measurePng;
    case "image/jpeg":
      return measureJpeg;
    case "image/gif":
      return measureGif;
    case "image/webp":
      return measureWebp;
    default:
      throw new RangeError(`No picture format: ${type}`);
  }
}

async function measureGif(reader: Reader): Promise<Measured> {
  const head = await reader.read(0, 10);
  if (head.length < 10) return "cut off";
  const sides = { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
  // The last byte is the trailer; some encoders pad it with zeros.
  const tail = await reader.read(Math.max(10, reader.size - 1024), 1024);
  const last = tail.findLastIndex((byte) => byte !== 0);
  return tail[last] === 0x3b ? sides : "cut off";
}

/** RIFF with a first chunk of one of three kinds, each with its own way to write the sides. */
async function measureWebp(reader: Reader): Promise<Measured> {
  const head = await reader.read(0, 30);
  if (head.length < 30 || head.readUInt32LE(4) + 8 > reader.size) return "cut off";
  switch (head.toString("latin1", 12, 16)) {
    case "VP8 ":
      if (head.readUIntBE(23, 3) !== 0x9d012a) return "damaged";
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      if (head[20] !== 0x2f) return "damaged";
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    default:
      return "damaged";
  }
}
