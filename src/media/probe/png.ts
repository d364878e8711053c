import { crc32 } from "node:zlib";
import type { Measured } from "./measured.ts";
import { type Reader, windows } from "./reader.ts";

/**
 * Writers put some 8 kB of pixels into a chunk, and 1 kB in the smallest; a file of empty ones would be read for many
 * seconds.
 */
const MOST_CHUNKS = 50_000;

/** Walks the chunks to IEND and checks each one's sum, so that a picture cut off or broken on its way shows. */
export async function measurePng(reader: Reader): Promise<Measured> {
  let sides: { width: number; height: number } | undefined;
  let pixels = false;
  let offset = 8;
  for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
    const head = await reader.read(offset, 8);
    if (head.length < 8) return "cut off";
    const length = head.readUInt32BE(0);
    const type = head.toString("latin1", 4, 8);
    if (!/^[A-Za-z]{4}$/.test(type) || length > 0x7fffffff) return "damaged";
    const end = offset + 8 + length;
    if (end + 4 > reader.size) return "cut off";
    if (!sides) {
      if (type !== "IHDR" || length !== 13) return "damaged";
      const header = await reader.read(offset + 8, 8);
      sides = { width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
    }
    let sum = 0;
    for await (const piece of windows(reader, offset + 4, end)) sum = crc32(piece, sum);
    if (sum !== (await reader.read(end, 4)).readUInt32BE(0)) return "damaged";
    if (type === "IDAT") pixels = true;
    if (type === "IEND") return pixels ? sides : "damaged";
    offset = end + 4;
  }
  return "damaged";
}
