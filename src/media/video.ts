import { EncodedPacketSink, FilePathSource, Input, type InputVideoTrack, MATROSKA, MP4, QTFF, WEBM } from "mediabunny";
import type { Reader } from "./reader.ts";

/** A video as measured, or what is wrong with it. */
export type MeasuredVideo =
  | { width: number; height: number; seconds: number; frameRate: number }
  | "cut off"
  | "damaged"
  | "only sound"
  | "unknown codec";

/** Measures an MP4, MOV, WebM or Matroska file. Its frames are found and read, not decoded. */
export async function measureVideo(type: string, path: string, reader: Reader): Promise<MeasuredVideo> {
  const iso = type !== "video/webm" && type !== "video/x-matroska";
  if (!(await (iso ? isWholeIso(reader) : isWholeMatroska(reader)))) return "cut off";
  // Only containers that are one file by themselves: a playlist could name other files and addresses to open.
  using input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF, WEBM, MATROSKA] });
  try {
    if (!(await input.canRead())) return "damaged";
    const track = await input.getPrimaryVideoTrack();
    if (!track) return (await input.getPrimaryAudioTrack()) ? "only sound" : "damaged";
    if ((await track.getCodec()) === null) return "unknown codec";
    return await measureTrack(track);
  } catch (error) {
    // The file system's own trouble is not the file's fault.
    if (error instanceof Error && "syscall" in error) throw error;
    return "damaged";
  }
}

async function measureTrack(track: InputVideoTrack): Promise<MeasuredVideo> {
  const sink = new EncodedPacketSink(track);
  const first = await sink.getFirstKeyPacket();
  const last = await sink.getPacket(Number.POSITIVE_INFINITY);
  if (!first?.byteLength || !last?.byteLength) return "damaged";
  const width = await track.getDisplayWidth();
  const height = await track.getDisplayHeight();
  const seconds = thousandths(await track.computeDuration());
  if (!(width > 0 && height > 0 && seconds > 0)) return "damaged";
  const { bestGuessFrameRate, probedPacketCount } = await track.computeFrameRateMetrics();
  const frameRate = thousandths(probedPacketCount < 2 ? 1 / seconds : bestGuessFrameRate);
  return { width, height, seconds, frameRate };
}

const thousandths = (value: number) => Math.round(value * 1000) / 1000;

/** Whether every box at the top of an MP4 or MOV ends inside the file, and the one that describes it has come. */
async function isWholeIso(reader: Reader): Promise<boolean> {
  let described = false;
  for (let offset = 0; offset < reader.size; ) {
    const head = await reader.read(offset, 16);
    const type = head.toString("latin1", 4, 8);
    // What stands behind the last box and is no box does not matter to a player.
    if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) return described;
    const short = head.readUInt32BE(0);
    if (short === 1 && head.length < 16) return false;
    const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short || reader.size - offset;
    if (length < 8) return described;
    described ||= type === "moov";
    offset += length;
    if (offset > reader.size) return false;
  }
  return described;
}

/** Whether a WebM's one segment ends inside the file, where its length is written at all. */
async function isWholeMatroska(reader: Reader): Promise<boolean> {
  const header = await element(reader, 0);
  const segment = header && (await element(reader, header.data + (header.length ?? 0)));
  return segment !== undefined && (segment.length === undefined || segment.data + segment.length <= reader.size);
}

/** An EBML element at an offset: where its data start, and their length unless it is written as unknown. */
async function element(reader: Reader, offset: number): Promise<{ data: number; length?: number } | undefined> {
  const bytes = await reader.read(offset, 12);
  const idBytes = Math.clz32((bytes[0] ?? 0) || 1) - 23;
  const first = bytes[idBytes] ?? 0;
  const lengthBytes = Math.clz32(first || 1) - 23;
  if (first === 0 || bytes.length < idBytes + lengthBytes) return undefined;
  const data = offset + idBytes + lengthBytes;
  // The leading one bit says how long the number is; all ones behind it say that it is unknown.
  let length = BigInt(first & (0xff >> lengthBytes));
  for (let at = 1; at < lengthBytes; at++) length = (length << 8n) | BigInt(bytes[idBytes + at] ?? 0);
  const unknown = (1n << BigInt(7 * lengthBytes)) - 1n;
  return length === unknown ? { data } : { data, length: Number(length) };
}
