import type { CodecContext, Frame } from "node-av";
import { BadVideo } from "../keep/errors.ts";
import type { Ending, EndingPacket } from "../probe/ending.ts";
import { matrixOf, uprightFilters } from "./filters.ts";
import type { Av } from "./libav.ts";

/** The last frame of a video as a PNG of 8-bit RGB, upright, in square pixels. Throws BadVideo when it can't be decoded. */
export async function decodeLast(av: Av, ending: Ending): Promise<Uint8Array> {
  try {
    using frame = await lastFrame(av, ending);
    return await pngOf(av, frame, ending);
  } catch (error) {
    throw error instanceof BadVideo ? error : new BadVideo("The last frame can't be decoded", { cause: error });
  }
}

/**
 * Feeds libav by hand, since mediabunny's own VideoSampleSink (1.61) leaves a rejection unhandled when a frame is
 * damaged, which would end the process.
 */
async function lastFrame(av: Av, ending: Ending): Promise<Frame> {
  using context = await openDecoder(av, ending);
  const frame = new av.Frame();
  try {
    frame.alloc();
    for (const packet of [...ending.packets, null]) {
      await send(av, context, packet);
      if (await receive(av, context, frame, ending.lastAt)) return frame;
    }
    // A decoder drops what it can't read; an earlier frame is not what was asked for.
    throw new BadVideo(`The frame at ${ending.lastAt} µs can't be decoded`);
  } catch (error) {
    frame.free();
    throw error;
  }
}

async function openDecoder(av: Av, { codec, codedWidth, codedHeight, description }: Ending): Promise<CodecContext> {
  const id = idOf(av, codec);
  const found = id === undefined ? null : av.Codec.findDecoder(id);
  if (!found) throw new BadVideo("The video is coded in a way that can't be decoded");
  const context = new av.CodecContext();
  context.allocContext3(found);
  context.width = codedWidth;
  context.height = codedHeight;
  context.extraData = description ? bufferOf(description) : null;
  av.FFmpegError.throwIfError(await context.open2(found), "Open the decoder");
  return context;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function idOf(av: Av, codec: Ending["codec"]) {
  if (codec === "avc") return av.AV_CODEC_ID_H264;
  if (codec === "hevc") return av.AV_CODEC_ID_HEVC;
  if (codec === "vp8") return av.AV_CODEC_ID_VP8;
  if (codec === "vp9") return av.AV_CODEC_ID_VP9;
  return codec === "av1" ? av.AV_CODEC_ID_AV1 : undefined;
}

/** Gives the decoder one packet, or null for the end. */
async function send(av: Av, context: CodecContext, packet: EndingPacket | null): Promise<void> {
  if (!packet) {
    av.FFmpegError.throwIfError(await context.sendPacket(null), "End the decoder's input");
    return;
  }
  using sent = new av.Packet();
  sent.alloc();
  sent.data = bufferOf(packet.data);
  sent.isKeyframe = packet.key;
  sent.pts = BigInt(packet.microseconds);
  av.FFmpegError.throwIfError(await context.sendPacket(sent), "Decode a frame");
}

/** Takes what the decoder has ready into `frame`, one over the other, and stops at the wanted one. */
async function receive(av: Av, context: CodecContext, frame: Frame, wantedAt: number): Promise<boolean> {
  for (;;) {
    const result = await context.receiveFrame(frame);
    if (result === av.AVERROR_EAGAIN || result === av.AVERROR_EOF) return false;
    av.FFmpegError.throwIfError(result, "Take a frame");
    if (frame.pts >= BigInt(wantedAt)) return true;
  }
}

async function pngOf(av: Av, frame: Frame, ending: Ending): Promise<Uint8Array> {
  if (frame.decodeErrorFlags !== 0 || frame.hasFlags(av.AV_FRAME_FLAG_CORRUPT)) {
    throw new BadVideo("The last frame is damaged");
  }
  const { matrix, fullRange } = ending;
  if (frame.colorSpace === av.AVCOL_SPC_UNSPECIFIED) frame.colorSpace = matrixOf(av, matrix, frame);
  if (frame.colorRange === av.AVCOL_RANGE_UNSPECIFIED && fullRange) frame.colorRange = av.AVCOL_RANGE_JPEG;
  // A PNG without these is sRGB to whoever reads it; with them, its colours would shift in some viewers.
  frame.colorPrimaries = av.AVCOL_PRI_UNSPECIFIED;
  frame.colorTrc = av.AVCOL_TRC_UNSPECIFIED;
  frame.timeBase = new av.Rational(1, 1_000_000);

  using filter = av.FilterAPI.create(filterFor(ending));
  await filter.process(frame);
  const picture = await filter.receive();
  if (!(picture instanceof av.Frame)) throw new BadVideo("The last frame can't be drawn");
  using pixels = picture;
  using encoder = new av.EncoderPool(av.FF_ENCODER_PNG, { options: { pred: "mixed" } });
  return await encoder.encode(pixels);
}

/** The steps from a stored frame to the one that is shown, in libavfilter's words. */
function filterFor(ending: Ending): string {
  const scale = `scale=${ending.width}:${ending.height}:flags=bicubic+accurate_rnd+full_chroma_int`;
  return [scale, "format=rgb24", "setsar=1", ...uprightFilters(ending)].join(",");
}
