import {
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
} from "mediabunny";
import { loadAv } from "../../src/media/encode/libav.ts";

export interface Film {
  size?: `${number}x${number}`;
  seconds?: number;
  rate?: number;
  /** Bits a second of the picture, which is noisy enough to need them. */
  bits?: number;
  /** A tone; none when false. */
  sound?: boolean;
  /** How hard x264 tries, by which two films are coded differently. */
  preset?: "ultrafast" | "veryfast";
}

/** Makes an MP4 (H.264, AAC) that plays: moving colour bars under noise, and a tone. Takes the optional encoder. */
export async function film(path: string, wanted: Film = {}): Promise<string> {
  const { size = "320x180", seconds = 2, rate = 24, bits = 400_000, sound = true, preset = "ultrafast" } = wanted;
  const av = await loadAv();
  const bars = `testsrc2=size=${size}:rate=${rate}:duration=${seconds},noise=alls=24:allf=t,format=yuv420p`;
  await using pictures = await av.Demuxer.open(bars, { format: "lavfi" });
  await using tone = await av.Demuxer.open(`sine=frequency=440:duration=${seconds}:sample_rate=48000`, {
    format: "lavfi",
  });
  const [video, audio] = [pictures.video(), tone.audio()];
  if (!video || !audio) throw new Error("libav gave no picture or no tone");
  using decoder = await av.Decoder.create(video);
  using encoder = await av.Encoder.create(av.FF_ENCODER_LIBX264, {
    decoder,
    options: { preset },
    context: { bitRate: bits, rcMaxRate: bits, rcBufferSize: bits, gopSize: rate * 2 },
  });
  await using out = await av.Muxer.open(path, { format: "mp4", options: { movflags: "+faststart" } });
  if (!sound) {
    await av.pipeline({ video: pictures }, { video: [decoder, encoder] }, out).completion;
    return path;
  }
  using toneDecoder = await av.Decoder.create(audio);
  using toneEncoder = await av.Encoder.create(av.FF_ENCODER_AAC, {
    decoder: toneDecoder,
    autoResample: true,
    context: { bitRate: 128_000 },
  });
  const stages = { video: [decoder, encoder], audio: [toneDecoder, toneEncoder] };
  await av.pipeline({ video: pictures, audio: tone }, stages, out).completion;
  return path;
}

/** Loudness of a video's sound: the root of its mean square, 0 to 1; undefined when it has none. */
export async function loudnessOf(path: string): Promise<number | undefined> {
  const av = await loadAv();
  await using file = await av.Demuxer.open(path);
  const audio = file.audio();
  if (!audio) return undefined;
  using decoder = await av.Decoder.create(audio);
  using filter = av.FilterAPI.create("aformat=sample_fmts=flt:channel_layouts=mono");
  let [sum, count] = [0, 0];
  for await (const frame of filter.frames(decoder.frames(file.packets(audio.index)))) {
    if (!frame) break;
    using heard = frame;
    const bytes = heard.data?.[0];
    if (!bytes) continue;
    for (let at = 0; at < heard.nbSamples; at++) sum += bytes.readFloatLE(at * 4) ** 2;
    count += heard.nbSamples;
  }
  return Math.sqrt(sum / count);
}

/** How many pictures of a video can be decoded. */
export async function framesOf(path: string): Promise<number> {
  const av = await loadAv();
  await using file = await av.Demuxer.open(path);
  const video = file.video();
  if (!video) return 0;
  using decoder = await av.Decoder.create(video);
  let count = 0;
  for await (const frame of decoder.frames(file.packets(video.index))) {
    if (!frame) break;
    frame.free();
    count += 1;
  }
  return count;
}

/** The same film, said to be shown turned, as phones do. */
export async function turned(path: string, to: string, rotation: 90 | 180 | 270): Promise<string> {
  using input = new Input({ source: new FilePathSource(path), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  const decoderConfig = await track?.getDecoderConfig();
  if (!track || !decoderConfig) throw new Error("There is no film");
  const output = new Output({ format: new Mp4OutputFormat(), target: new FilePathTarget(to) });
  const source = new EncodedVideoPacketSource("avc");
  output.addVideoTrack(source, { rotation });
  await output.start();
  for await (const packet of new EncodedPacketSink(track).packets()) await source.add(packet, { decoderConfig });
  await output.finalize();
  return to;
}
