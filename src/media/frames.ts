import {
  type EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  type VideoCodec,
  WEBM,
} from "mediabunny";
import type { CodecContext, Frame } from "node-av";
import { messageOf } from "../errors.ts";
import type { Logger } from "../log.ts";
import { BadVideo } from "./errors.ts";

/** Takes single pictures out of videos, with the optional decoder. */
export interface Frames {
  /** Whether the decoder is installed and loads. Asked once for the process's life. */
  available(): Promise<boolean>;
  /**
   * The last frame shown of an MP4, MOV, WebM or Matroska file, as a PNG of 8-bit RGB: upright, in square pixels, the
   * sides that `probe` gives. Decodes from the last key frame on, off the main thread, one video at a time.
   * Throws DecoderMissing, BadVideo when the file has no last frame that can be decoded, and the file system's errors.
   */
  last(videoPath: string): Promise<Uint8Array>;
}

/** The optional package `@mediabunny/server` (with it comes `node-av`) is not installed, or does not load here. */
export class DecoderMissing extends Error {
  override readonly name = "DecoderMissing";
}

/** The decoder, loaded: libav's own calls. */
export type Av = typeof import("node-av");

/** `load` brings the decoder in, or throws when it is not there. */
export function createFrames({ log, load = loadDecoder }: { log: Logger; load?: () => Promise<Av> }): Frames {
  let loading: Promise<Av | undefined> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const decoder = () => {
    loading ??= load().catch((error: unknown) => {
      log.info({ reason: messageOf(error) }, "no decoder here: the last frame of a video can't be taken");
      return undefined;
    });
    return loading;
  };

  return {
    available: async () => (await decoder()) !== undefined,
    last: async (videoPath) => {
      const av = await decoder();
      if (!av) throw new DecoderMissing("The decoder is not installed");
      // Each one keeps a thread of libuv's four busy, which files and names need too.
      const frame = turn.then(() => lastFrame(av, videoPath));
      turn = frame.catch(() => undefined); // whoever asked for the frame is told
      return frame;
    },
  };
}

async function loadDecoder(): Promise<Av> {
  const av = await import("node-av");
  // What goes wrong is thrown; libav would write it, and much besides, straight to standard error.
  av.Log.setLevel(av.AV_LOG_QUIET);
  return av;
}

async function lastFrame(av: Av, path: string): Promise<Uint8Array> {
  // Only containers that are one file by themselves: a playlist could name other files and addresses to open.
  using input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF, WEBM, MATROSKA] });
  try {
    const track = (await input.canRead()) ? await input.getPrimaryVideoTrack() : null;
    if (!track) throw new BadVideo("The file holds no video");
    using frame = await decodeLast(av, track);
    return await pngOf(av, frame, track);
  } catch (error) {
    // The file system's own trouble is not the file's fault.
    if (error instanceof BadVideo || (error instanceof Error && "syscall" in error)) throw error;
    throw new BadVideo("The last frame can't be decoded", { cause: error });
  }
}

/**
 * Feeds libav by hand, since mediabunny's own VideoSampleSink (1.61) leaves a rejection unhandled when a frame is
 * damaged, which would end the process.
 */
async function decodeLast(av: Av, track: InputVideoTrack): Promise<Frame> {
  const packets = new EncodedPacketSink(track);
  const last = await packets.getPacket(Number.POSITIVE_INFINITY, { metadataOnly: true });
  const key = last && (await packets.getKeyPacket(last.timestamp, { verifyKeyPackets: true }));
  if (!key) throw new BadVideo("The video has no frame to start decoding from");
  using context = await openDecoder(av, track);
  const frame = new av.Frame();
  try {
    frame.alloc();
    for (let packet: EncodedPacket | null = key; packet; packet = await packets.getNextPacket(packet)) {
      await send(av, context, packet);
      if (await receive(av, context, frame, last)) return frame;
    }
    await send(av, context, null);
    if (await receive(av, context, frame, last)) return frame;
    // A decoder drops what it can't read; an earlier frame is not what was asked for.
    throw new BadVideo(`The frame at ${last.timestamp} s can't be decoded`);
  } catch (error) {
    frame.free();
    throw error;
  }
}

async function openDecoder(av: Av, track: InputVideoTrack): Promise<CodecContext> {
  const config = await track.getDecoderConfig();
  const id = codecOf(av, await track.getCodec());
  const codec = id === undefined ? null : av.Codec.findDecoder(id);
  if (!config || !codec) throw new BadVideo("The video is coded in a way that can't be decoded");
  const context = new av.CodecContext();
  context.allocContext3(codec);
  context.width = config.codedWidth ?? 0;
  context.height = config.codedHeight ?? 0;
  context.extraData = config.description ? bufferOf(config.description) : null;
  av.FFmpegError.throwIfError(await context.open2(codec), "Open the decoder");
  return context;
}

function bufferOf(bytes: ArrayBufferLike | ArrayBufferView): Buffer {
  return ArrayBuffer.isView(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Buffer.from(bytes);
}

function codecOf(av: Av, codec: VideoCodec | null) {
  if (codec === "avc") return av.AV_CODEC_ID_H264;
  if (codec === "hevc") return av.AV_CODEC_ID_HEVC;
  if (codec === "vp8") return av.AV_CODEC_ID_VP8;
  if (codec === "vp9") return av.AV_CODEC_ID_VP9;
  return codec === "av1" ? av.AV_CODEC_ID_AV1 : undefined;
}

/** Gives the decoder one packet, or null for the end. */
async function send(av: Av, context: CodecContext, packet: EncodedPacket | null): Promise<void> {
  if (!packet) {
    av.FFmpegError.throwIfError(await context.sendPacket(null), "End the decoder's input");
    return;
  }
  using sent = new av.Packet();
  sent.alloc();
  sent.data = Buffer.from(packet.data);
  sent.isKeyframe = packet.type === "key";
  sent.pts = BigInt(packet.microsecondTimestamp);
  av.FFmpegError.throwIfError(await context.sendPacket(sent), "Decode a frame");
}

/** Takes what the decoder has ready into `frame`, one over the other, and stops at the wanted one. */
async function receive(av: Av, context: CodecContext, frame: Frame, wanted: EncodedPacket): Promise<boolean> {
  for (;;) {
    const result = await context.receiveFrame(frame);
    if (result === av.AVERROR_EAGAIN || result === av.AVERROR_EOF) return false;
    av.FFmpegError.throwIfError(result, "Take a frame");
    if (frame.pts >= BigInt(wanted.microsecondTimestamp)) return true;
  }
}

async function pngOf(av: Av, frame: Frame, track: InputVideoTrack): Promise<Uint8Array> {
  if (frame.decodeErrorFlags !== 0 || frame.hasFlags(av.AV_FRAME_FLAG_CORRUPT)) {
    throw new BadVideo("The last frame is damaged");
  }
  const { matrix, fullRange } = await track.getColorSpace();
  if (frame.colorSpace === av.AVCOL_SPC_UNSPECIFIED) frame.colorSpace = matrixOf(av, matrix, frame);
  if (frame.colorRange === av.AVCOL_RANGE_UNSPECIFIED && fullRange) frame.colorRange = av.AVCOL_RANGE_JPEG;
  // A PNG without these is sRGB to whoever reads it; with them, its colours would shift in some viewers.
  frame.colorPrimaries = av.AVCOL_PRI_UNSPECIFIED;
  frame.colorTrc = av.AVCOL_TRC_UNSPECIFIED;
  frame.timeBase = new av.Rational(1, 1_000_000);

  using filter = av.FilterAPI.create(await filterFor(track));
  await filter.process(frame);
  const picture = await filter.receive();
  if (!(picture instanceof av.Frame)) throw new BadVideo("The last frame can't be drawn");
  using pixels = picture;
  using encoder = new av.EncoderPool(av.FF_ENCODER_PNG, { options: { pred: "mixed" } });
  return await encoder.encode(pixels);
}

/** The steps from a stored frame to the one that is shown, in libavfilter's words. */
async function filterFor(track: InputVideoTrack): Promise<string> {
  const sides = `${await track.getSquarePixelWidth()}:${await track.getSquarePixelHeight()}`;
  const turns = { 0: [], 90: ["transpose=clock"], 180: ["hflip", "vflip"], 270: ["transpose=cclock"] };
  const turn = turns[await track.getRotation()];
  const mirror = (await track.getFlip()) ? ["hflip"] : [];
  const scale = `scale=${sides}:flags=bicubic+accurate_rnd+full_chroma_int`;
  return [scale, "format=rgb24", "setsar=1", ...turn, ...mirror].join(",");
}

/**
 * How a frame that does not say it itself mixes its colours: as the container says, else as players guess, BT.709 for
 * what is larger than television was (720×576) and BT.601 for the rest.
 */
function matrixOf(av: Av, matrix: string | null | undefined, { width, height }: Frame) {
  if (matrix === "bt709") return av.AVCOL_SPC_BT709;
  if (matrix === "bt2020-ncl") return av.AVCOL_SPC_BT2020_NCL;
  if (matrix === "smpte170m" || matrix === "bt470bg") return av.AVCOL_SPC_SMPTE170M;
  return width * height > 720 * 576 ? av.AVCOL_SPC_BT709 : av.AVCOL_SPC_SMPTE170M;
}
