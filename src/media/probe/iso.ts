import type { Reader } from "./reader.ts";

interface Box {
  type: string;
  offset: number;
  /** Where it says that it ends; past the file's end when that is cut off. */
  end: number;
}

/** Whether every box at the top of an MP4 or MOV ends inside the file, and the one that describes it has come. */
export async function isWholeIso(reader: Reader): Promise<boolean> {
  let described = false;
  for await (const { type, end } of topBoxes(reader)) {
    if (end > reader.size) return false;
    described ||= type === "moov";
  }
  return described;
}

/** The widths in bits that a compact table of frame sizes may have (ISO/IEC 14496-12, 8.7.3.3). */
const COMPACT_BITS = new Set([4, 8, 16]);

/**
 * Whether an MP4 or MOV has a table of frame sizes in no bits at all: four thousand million frames, and no byte spent.
 * Mediabunny (1.61) would fill one list with them, and where one list is too large for its thread, V8 ends the whole
 * process. The letters are looked for wherever they stand in the index, since boxes may lie about where they are.
 */
export async function hasBottomlessTable(reader: Reader): Promise<boolean> {
  for await (const { type, offset, end } of topBoxes(reader)) {
    if (type !== "moov") continue;
    const index = await reader.read(offset, end - offset);
    for (let at = index.indexOf("stz2"); at !== -1; at = index.indexOf("stz2", at + 4)) {
      const bits = index[at + 11];
      if (bits !== undefined && !COMPACT_BITS.has(bits)) return true;
    }
  }
  return false;
}

/** A film in fragments of a second has two boxes for each: these are seven hours of it, which no model takes. */
const MOST_BOXES = 50_000;

/** The boxes at the top. What stands behind the last box and is no box does not matter to a player. */
async function* topBoxes(reader: Reader): AsyncGenerator<Box> {
  let offset = 0;
  for (let box = 0; offset < reader.size; box++) {
    if (box === MOST_BOXES) return yield { type: "free", offset, end: Number.POSITIVE_INFINITY };
    const head = await reader.read(offset, 16);
    const type = head.toString("latin1", 4, 8);
    if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) return;
    const short = head.readUInt32BE(0);
    if (short === 1 && head.length < 16) return yield { type, offset, end: Number.POSITIVE_INFINITY };
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short || reader.size - offset;
    if (length < 8) return;
    yield { type, offset, end: offset + length };
    offset += length;
  }
}
