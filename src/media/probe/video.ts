import { EncodedPacketSink, FilePathSource, Input, type InputVideoTrack, MATROSKA, MP4, QTFF, WEBM } from "mediabunny";
import { hasBottomlessTable, isWholeIso } from "./iso.ts";
import { isWholeMatroska } from "./matroska.ts";
import { withReader } from "./reader.ts";

/** A video as measured, or what is wrong with it. */
export type MeasuredVideo =
  | { width: number; height: number; seconds: number; frameRate: number }
  | "cut off"
  | "damaged"
  | "only sound"
  | "unknown codec";

/**
 * Measures an MP4, MOV, WebM or Matroska file. Its frames are found and read, not decoded. A hostile file can hold it
 * for minutes and fill the heap, so it is run in the thread of `createVideoReader`.
 */
export async function measureVideo(type: string, path: string): Promise<MeasuredVideo> {
  const iso = type !== "video/webm" && type !== "video/x-matroska";
  const flaw = await withReader(path, async (reader) => {
    if (!(await (iso ? isWholeIso(reader) : isWholeMatroska(reader)))) return "cut off";
    return (await hasBottomlessTable(reader)) ? "damaged" : undefined;
  });
  if (flaw) return flaw;
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
