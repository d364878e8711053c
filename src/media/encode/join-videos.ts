import type { Encoder, Frame, Muxer } from "node-av";
import { EncodingFailed } from "../keep/errors.ts";
import { colourSteps, uprightFilters } from "./filters.ts";
import type { Av } from "./libav.ts";
import type { Order } from "./orders.ts";
import { openVideo, type Pose, poseOf, rateOf } from "./source.ts";
import { sameDescription, spliceVideos } from "./splice.ts";

type Wanted = Extract<Order, { make: "joined" }>;

/** What x264 calls visually lossless at most sizes: the clips were coded once before. */
const QUALITY = 18;
const SOUND = { rate: 48_000, bits: 160_000 } as const;

interface Clip {
  path: string;
  pose: Pose;
  seconds: number;
  sound: boolean;
}

/**
 * Puts videos one behind the other into one MP4: as they are coded, where all are coded alike, which needs no encoder;
 * else anew, in the first one's sides and frame rate, the others with bars where their shape is another, and silence
 * where they have no sound. `load` brings the encoder in. Throws EncodingFailed, and what libav throws.
 */
export async function joinVideos(load: () => Promise<Av>, { from, to }: Wanted, moved: () => void): Promise<void> {
  if (await sameDescription(from)) return spliceVideos(from, to, moved);
  const av = await load();
  const clips = await Promise.all(from.map((path) => clipOf(av, path)));
  const [first] = clips;
  if (!first) throw new EncodingFailed("There is nothing to join");
  const shape = await shapeOf(av, first);
  await using out = await av.Muxer.open(to, { format: "mp4", options: { movflags: "+faststart" } });
  using pictures = await av.Encoder.create(av.FF_ENCODER_LIBX264, {
    options: { preset: "veryfast", crf: QUALITY },
    context: { gopSize: Math.round(shape.rate * 2) },
  });
  using sounds = await av.Encoder.create(av.FF_ENCODER_AAC, { context: { bitRate: SOUND.bits } });
  const video = out.addStream(pictures);
  const audio = clips.some(({ sound }) => sound) ? out.addStream(sounds) : undefined;
  await Promise.all([
    write(out, video, pictures, picturesOf(av, clips, shape, moved)),
    audio === undefined ? undefined : write(out, audio, sounds, soundsOf(av, clips)),
  ]);
}

async function clipOf(av: Av, path: string): Promise<Clip> {
  await using file = await openVideo(av, path);
  return { path, pose: await poseOf(path), seconds: file.duration, sound: file.audio() !== undefined };
}

interface Shape {
  width: number;
  height: number;
  rate: number;
}

/** Even sides, since 4:2:0 has one colour for each two pixels. */
async function shapeOf(av: Av, { path, pose }: Clip): Promise<Shape> {
  await using file = await openVideo(av, path);
  const video = file.video();
  if (!video) throw new EncodingFailed("The file holds no video");
  const [width, height] = pose.rotation % 180 === 0 ? [pose.width, pose.height] : [pose.height, pose.width];
  return { width: 2 * Math.floor(width / 2), height: 2 * Math.floor(height / 2), rate: Math.round(rateOf(video)) };
}

async function write(out: Muxer, stream: number, encoder: Encoder, frames: AsyncGenerator<Frame | null>) {
  for await (const packet of encoder.packets(frames)) {
    try {
      await out.writePacket(packet, stream);
    } finally {
      packet?.free();
    }
  }
}

/** Every clip's frames at one rate, numbered through. */
async function* picturesOf(
  av: Av,
  clips: readonly Clip[],
  { width, height, rate }: Shape,
  moved: () => void,
): AsyncGenerator<Frame | null> {
  let shown = 0n;
  const timeBase = new av.Rational(1, rate);
  for (const { path, pose } of clips) {
    await using file = await openVideo(av, path);
    const video = file.video();
    if (!video) throw new EncodingFailed("The file holds no video");
    using decoder = await av.Decoder.create(video);
    const square = [`scale=${pose.width}:${pose.height}`, "setsar=1", ...uprightFilters(pose)];
    const fitted = `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic`;
    const steps = [...colourSteps(av, video), ...square, fitted, `pad=${width}:${height}:-1:-1`];
    using filter = av.FilterAPI.create([...steps, `fps=${rate}`, "format=yuv420p", "setsar=1"].join(","));
    for await (const frame of filter.frames(decoder.frames(file.packets(video.index)))) {
      if (!frame) break;
      moved();
      frame.timeBase = timeBase;
      frame.duration = 1n;
      frame.pts = shown++;
      yield frame;
    }
  }
  yield null;
}

/** Every clip's sound, as long as the clip is, samples numbered through. */
async function* soundsOf(av: Av, clips: readonly Clip[]): AsyncGenerator<Frame | null> {
  let heard = 0n;
  const timeBase = new av.Rational(1, SOUND.rate);
  for (const { path, seconds, sound } of clips) {
    await using file = sound ? await openVideo(av, path) : await silence(av, seconds);
    const audio = file.audio();
    if (!audio) throw new EncodingFailed("The sound is not there");
    using decoder = await av.Decoder.create(audio);
    const steps = [`aformat=sample_fmts=fltp:sample_rates=${SOUND.rate}:channel_layouts=stereo`];
    steps.push(`apad=whole_dur=${seconds}`, `atrim=duration=${seconds}`);
    using filter = av.FilterAPI.create(steps.join(","));
    for await (const frame of filter.frames(decoder.frames(file.packets(audio.index)))) {
      if (!frame) break;
      frame.timeBase = timeBase;
      frame.pts = heard;
      heard += BigInt(frame.nbSamples);
      yield frame;
    }
  }
  yield null;
}

function silence(av: Av, seconds: number) {
  return av.Demuxer.open(`anullsrc=sample_rate=${SOUND.rate}:duration=${seconds}`, { format: "lavfi" });
}
