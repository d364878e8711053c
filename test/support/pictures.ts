import { crc32, deflateSync } from "node:zlib";

/**
 * A PNG of any size that every viewer can show: a colour running from corner to corner. `atLeast` pads it to a number
 * of bytes, with a private chunk that viewers pass over.
 */
export function png(width: number, height: number, { atLeast = 0 }: { atLeast?: number } = {}): Buffer {
  const row = width * 3 + 1;
  const pixels = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * row + 1 + x * 3;
      pixels[at] = (x * 255) / width;
      pixels[at + 1] = (y * 255) / height;
      pixels[at + 2] = 160;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // eight bits, RGB
  const parts = [
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(pixels, { level: 1 })),
    pngChunk("IEND", Buffer.alloc(0)),
  ];
  const missing = atLeast - parts.reduce((sum, part) => sum + part.length, 0);
  if (missing > 0) parts.splice(2, 0, pngChunk("paDd", Buffer.alloc(missing)));
  return Buffer.concat(parts);
}

/** One chunk of a PNG, with its right sum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  chunk.set(named, 4);
  chunk.writeUInt32BE(crc32(named), named.length + 4);
  return chunk;
}

/**
 * A grey JPEG that every viewer can show. Its only codes are a zero bit for "as grey as the block before" and one for
 * "nothing more in this block", so a block is two zero bits. `orientation` writes an EXIF tag, 1 to 8.
 */
export function jpeg(width: number, height: number, { orientation }: { orientation?: number } = {}): Buffer {
  const frame = Buffer.from([8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 1);
  frame.writeUInt16BE(width, 3);
  const oneCode = [1, ...Array<number>(15).fill(0), 0];
  const bits = Math.ceil(width / 8) * Math.ceil(height / 8) * 2;
  const coded = Buffer.alloc(Math.ceil(bits / 8));
  if (bits % 8 > 0) coded[coded.length - 1] = 0xff >> (bits % 8);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...(orientation === undefined ? [] : [segment(0xe1, exif(orientation))]),
    segment(0xdb, [0, ...Array<number>(64).fill(16)]),
    segment(0xc0, frame),
    segment(0xc4, [0x00, ...oneCode, 0x10, ...oneCode]),
    segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    coded,
    Buffer.from([0xff, 0xd9]),
  ]);
}

function segment(marker: number, data: Uint8Array | number[]): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, Buffer.from(data)]);
}

/** An EXIF block with a small thumbnail's end marker behind its one tag, as cameras leave it. */
function exif(orientation: number): Buffer {
  const tiff = Buffer.from("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0", "latin1");
  tiff.writeUInt16BE(orientation, 18);
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, Buffer.from([0xff, 0xd8, 0xff, 0xd9])]);
}

/** A black GIF that every viewer can show. The code table is cleared after each pixel, so codes stay three bits long. */
export function gif(width: number, height: number): Buffer {
  const codes = Buffer.alloc(Math.ceil(((width * height * 2 + 1) * 3) / 8));
  let bit = 0;
  const write = (code: number) => {
    for (let at = 0; at < 3; at++, bit++) {
      if (code & (1 << at)) codes[bit >> 3] = (codes[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  };
  for (let pixel = 0; pixel < width * height; pixel++) {
    write(4); // clear
    write(0); // the first colour
  }
  write(5); // end
  const blocks: Buffer[] = [];
  for (let at = 0; at < codes.length; at += 255) {
    const block = codes.subarray(at, at + 255);
    blocks.push(Buffer.from([block.length]), block);
  }
  const sides = Buffer.alloc(4);
  sides.writeUInt16LE(width, 0);
  sides.writeUInt16LE(height, 2);
  return Buffer.concat([
    Buffer.from("GIF89a", "latin1"),
    sides,
    Buffer.from([0x91, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0, 255]),
    Buffer.from([0x2c, 0, 0, 0, 0]),
    sides,
    Buffer.from([0, 2]),
    ...blocks,
    Buffer.from([0, 0x3b]),
  ]);
}

/** The outside of a lossless WebP: what says its sides is right, its pixels are not there. */
export function webp(width: number, height: number): Buffer {
  const data = Buffer.alloc(20);
  data[0] = 0x2f;
  data.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1);
  return riff("WEBP", "VP8L", data);
}

/** A RIFF file with one chunk of an even length. */
export function riff(form: string, type: string, data: Uint8Array): Buffer {
  const head = Buffer.from(`RIFF\0\0\0\0${form}${type}\0\0\0\0`, "latin1");
  head.writeUInt32LE(12 + data.length, 4);
  head.writeUInt32LE(data.length, 16);
  return Buffer.concat([head, data]);
}

/** The first part of a file, as a broken upload leaves it. */
export function cutOff(bytes: Uint8Array, part = 0.6): Buffer {
  return Buffer.from(bytes.subarray(0, Math.floor(bytes.length * part)));
}
