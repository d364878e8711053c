import { FilePathSource, Input, MATROSKA, MP4, QTFF, type Rotation, WEBM } from "mediabunny";
import type { Demuxer, Stream } from "node-av";
import { HEAD_BYTES, kindOf } from "../probe/kind.ts";
import { withReader } from "../probe/reader.ts";
import type { Av } from "./libav.ts";

/** How a stored frame becomes the one that is shown. */
export interface Pose {
  /** The sides in square pixels, before it is turned. */
  width: number;
  height: number;
  rotation: Rotation;
  flip: boolean;
}

/** Opens an MP4, MOV, WebM or Matroska file as what it is: libav's own guess could be a playlist of other files. */
export async function openVideo(av: Av, path: string): Promise<Demuxer> {
  const kind = await withReader(path, async (reader) => kindOf(await reader.read(0, HEAD_BYTES)));
  if (kind.is !== "video") throw new Error("The file is no video");
  const matroska = kind.type === "video/webm" || kind.type === "video/x-matroska";
  return av.Demuxer.open(path, { format: matroska ? "matroska" : "mov" });
}

/** How the frames of a video are turned and stretched. Throws when the file holds no video. */
export async function poseOf(path: string): Promise<Pose> {
  using input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF, WEBM, MATROSKA] });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error("The file holds no video");
  return {
    width: await track.getSquarePixelWidth(),
    height: await track.getSquarePixelHeight(),
    rotation: await track.getRotation(),
    flip: await track.getFlip(),
  };
}

/** Frames a second, on average. */
export function rateOf({ avgFrameRate: { num, den } }: Stream): number {
  return num > 0 && den > 0 ? num / den : 24;
}
