import {
  type EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  type Rotation,
  type VideoCodec,
  WEBM,
} from "mediabunny";
import { BadVideo } from "../keep/errors.ts";
import { hasBottomlessTable } from "./iso.ts";
import { withReader } from "./reader.ts";

/** The end of a video as it is stored, and what it takes to decode and show its last frame. */
export interface Ending {
  codec: VideoCodec;
  codedWidth: number;
  codedHeight: number;
  /** The decoder's settings, where the container keeps them apart from the frames. */
  description: Uint8Array | undefined;
  /** The frames from the last key frame on, in the order they are decoded in. */
  packets: EndingPacket[];
  /** When the frame that is shown last is shown, in microseconds. */
  lastAt: number;
  matrix: string | undefined;
  fullRange: boolean;
  /** The sides in square pixels, before it is turned. */
  width: number;
  height: number;
  rotation: Rotation;
  flip: boolean;
}

export interface EndingPacket {
  data: Uint8Array<ArrayBuffer>;
  key: boolean;
  microseconds: number;
}

/** Throws BadVideo when there is no last frame to be found, and the file system's errors. */
export async function endingOf(path: string): Promise<Ending> {
  const size = await withReader(path, async (reader) => {
    if (await hasBottomlessTable(reader)) throw new BadVideo("A table of its index has no end");
    return reader.size;
  });
  // Only containers that are one file by themselves: a playlist could name other files and addresses to open.
  using input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF, WEBM, MATROSKA] });
  try {
    const track = (await input.canRead()) ? await input.getPrimaryVideoTrack() : null;
    if (!track) throw new BadVideo("The file holds no video");
    return await endingOfTrack(track, size);
  } catch (error) {
    // The file system's own trouble is not the file's fault.
    if (error instanceof BadVideo || (error instanceof Error && "syscall" in error)) throw error;
    throw new BadVideo("The last frame can't be found", { cause: error });
  }
}

async function endingOfTrack(track: InputVideoTrack, size: number): Promise<Ending> {
  const config = await track.getDecoderConfig();
  const codec = await track.getCodec();
  if (!config || !codec) throw new BadVideo("The video is coded in a way that can't be decoded");
  const sink = new EncodedPacketSink(track);
  const last = await sink.getPacket(Number.POSITIVE_INFINITY, { metadataOnly: true });
  const key = last && (await sink.getKeyPacket(last.timestamp, { verifyKeyPackets: true }));
  if (!key) throw new BadVideo("The video has no frame to start decoding from");
  const { matrix, fullRange } = await track.getColorSpace();
  return {
    codec,
    codedWidth: config.codedWidth ?? 0,
    codedHeight: config.codedHeight ?? 0,
    description: config.description ? copyOf(config.description) : undefined,
    packets: await packetsFrom(sink, key, size),
    lastAt: last.microsecondTimestamp,
    matrix: matrix ?? undefined,
    fullRange: fullRange ?? false,
    width: await track.getSquarePixelWidth(),
    height: await track.getSquarePixelHeight(),
    rotation: await track.getRotation(),
    flip: await track.getFlip(),
  };
}

async function packetsFrom(sink: EncodedPacketSink, key: EncodedPacket, size: number): Promise<EndingPacket[]> {
  const packets: EndingPacket[] = [];
  let bytes = 0;
  for (let packet: EncodedPacket | null = key; packet; packet = await sink.getNextPacket(packet)) {
    bytes += packet.byteLength;
    // An index can name the same bytes over and over, and memory would be full before the list ends.
    if (bytes > size) throw new BadVideo("Its frames have more bytes than the file");
    packets.push({
      data: copyOf(packet.data),
      key: packet.type === "key",
      microseconds: packet.microsecondTimestamp,
    });
  }
  return packets;
}

/** Bytes with a buffer of their own, which can go to another thread without what else is in the old one. */
function copyOf(bytes: ArrayBufferLike | ArrayBufferView): Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice()
    : new Uint8Array(bytes).slice();
}
