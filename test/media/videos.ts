import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from "mediabunny";

const FORMATS = {
  mp4: () => new Mp4OutputFormat({ fastStart: false }),
  "mp4, index first": () => new Mp4OutputFormat({ fastStart: "in-memory" }),
  mov: () => new MovOutputFormat(),
  webm: () => new WebMOutputFormat(),
} as const;

export interface Wanted {
  format?: keyof typeof FORMATS;
  width?: number;
  height?: number;
  seconds?: number;
  frameRate?: number;
  rotation?: 0 | 90 | 180 | 270;
}

/** A video whose container is right in every point. Its frames hold noise: nothing here decodes them. */
export async function video(wanted: Wanted = {}): Promise<Buffer> {
  const { format = "mp4", width = 640, height = 360, seconds = 2, frameRate = 24, rotation = 0 } = wanted;
  const target = new BufferTarget();
  const output = new Output({ format: FORMATS[format](), target });
  const webm = format === "webm";
  const source = new EncodedVideoPacketSource(webm ? "vp8" : "avc");
  output.addVideoTrack(source, { frameRate, rotation });
  await output.start();
  const decoderConfig = {
    codec: webm ? "vp8" : "avc1.42001f",
    codedWidth: width,
    codedHeight: height,
    ...(webm ? {} : { description: AVC_CONFIG }),
  };
  for (let frame = 0; frame < seconds * frameRate; frame++) {
    const data = new Uint8Array(200).fill(frame % 251);
    const type = frame % frameRate === 0 ? "key" : "delta";
    await source.add(new EncodedPacket(data, type, frame / frameRate, 1 / frameRate), { decoderConfig });
  }
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}

/** An MP4 with sound alone. */
export async function soundOnly(): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: FORMATS.mp4(), target });
  const source = new EncodedAudioPacketSource("aac");
  output.addAudioTrack(source);
  await output.start();
  const description = new Uint8Array([0x12, 0x10]);
  const decoderConfig = { codec: "mp4a.40.2", numberOfChannels: 2, sampleRate: 44_100, description };
  for (let at = 0; at < 50; at++) {
    await source.add(new EncodedPacket(new Uint8Array(90), "key", at * 0.02, 0.02), { decoderConfig });
  }
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}

/** An `avcC` record: baseline profile, level 3.1, one sequence and one picture parameter set. */
const AVC_CONFIG = new Uint8Array([
  1, 0x42, 0, 0x1f, 0xff, 0xe1, 0, 9, 0x67, 0x42, 0, 0x1f, 0xda, 1, 0x40, 0x16, 0xe8, 1, 0, 4, 0x68, 0xce, 6, 0xe2,
]);
