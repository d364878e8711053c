import type { Encoder, Frame, Muxer } from "node-av";
import { EncodingFailed } from "../keep/errors.ts";
import { colourSteps, uprightFilters } from "./filters.ts";
import type { Av } from "./libav.ts";
import { openVideo, type Pose, poseOf } from "./source.ts";

/** What x264 calls visually lossless at most sizes: what is coded anew was coded once before. */
const QUALITY = 18;
/** From one frame that stands for itself to the next: what a jump in the player may cost. */
const SECONDS_A_KEY = 2;
export const SOUND = { rate: 48_000, bits: 160_000 } as const;
/** Samples in a piece of coded sound. */
export const PIECE = 1024;

/** A video as a part of the one that is made. */
export interface Clip {
  path: string;
  pose: Pose;
  /** How long its sound is to be: it is padded to that, and cut unless `first` says where. */
  seconds: number;
  sound: boolean;
  /** So many pictures of it are taken from its beginning, and pieces of sound; all where nothing is said. */
  first?: { pictures: number; pieces: number };
}

/** How the pictures come out. */
export interface Shape {
  width: number;
  height: number;
  /** Frames a second. */
  rate: { num: number; den: number };
}

/** The whole of a video. */
export async function clipOf(av: Av, path: string): Promise<Clip> {
  await using file = await openVideo(av, path);
  return { path, pose: await poseOf(path), seconds: file.duration, sound: file.audio() !== undefined };
}

/** The sides as they are shown, and even: 4:2:0 has one colour for each two pixels. */
export function evenSides({ rotation, width, height }: Pose): { width: number; height: number } {
  const even = (side: number) => 2 * Math.floor(side / 2);
  return rotation % 180 === 0
    ? { width: even(width), height: even(height) }
    : { width: even(height), height: even(width) };
}

/**
 * Codes clips one behind the other into one MP4, H.264 and AAC, with its index in front; `bound` is the most bits a
 * second that its pictures take, and over how many of them that is counted. Throws EncodingFailed, and what libav throws.
 */
export async function codeClips(
  av: Av,
  clips: readonly Clip[],
  { to, shape, bound }: { to: string; shape: Shape; bound?: { rcMaxRate: number; rcBufferSize: number } },
  moved: () => void,
): Promise<void> {
  await using out = await av.Muxer.open(to, { format: "mp4", options: { movflags: "+faststart" } });
  using pictures = await av.Encoder.create(av.FF_ENCODER_LIBX264, {
    options: { preset: "veryfast", crf: QUALITY },
    context: { gopSize: Math.round((shape.rate.num / shape.rate.den) * SECONDS_A_KEY), ...bound },
  });
  using sounds = await av.Encoder.create(av.FF_ENCODER_AAC, { context: { bitRate: SOUND.bits } });
  const video = out.addStream(pictures);
  const audio = clips.some(({ sound }) => sound) ? out.addStream(sounds) : undefined;
  await Promise.all([
    write(out, video, pictures, picturesOf(av, clips, shape, moved)),
    audio === undefined ? undefined : write(out, audio, sounds, soundsOf(av, clips)),
  ]);
}

/** Codes the frames and writes them as they come. */
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
  const timeBase = new av.Rational(rate.den, rate.num);
  for (const { path, pose, first } of clips) {
    let taken = 0;
    await using file = await openVideo(av, path);
    const video = file.video();
    if (!video) throw new EncodingFailed("The file holds no video");
    using decoder = await av.Decoder.create(video);
    const square = [`scale=${pose.width}:${pose.height}`, "setsar=1", ...uprightFilters(pose)];
    const fitted = `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic`;
    const steps = [...colourSteps(av, video), ...square, fitted, `pad=${width}:${height}:-1:-1`];
    using filter = av.FilterAPI.create(
      [...steps, `fps=${rate.num}/${rate.den}`, "format=yuv420p", "setsar=1"].join(","),
    );
    for await (const frame of filter.frames(decoder.frames(file.packets(video.index)))) {
      if (!frame) break;
      moved();
      frame.timeBase = timeBase;
      frame.duration = 1n;
      frame.pts = shown++;
      yield frame;
      taken += 1;
      if (taken === first?.pictures) break;
    }
  }
  yield null;
}

/** Every clip's sound, as long as the clip is, samples numbered through. */
async function* soundsOf(av: Av, clips: readonly Clip[]): AsyncGenerator<Frame | null> {
  let heard = 0n;
  const timeBase = new av.Rational(1, SOUND.rate);
  for (const { path, seconds, sound, first } of clips) {
    let taken = 0;
    await using file = sound ? await openVideo(av, path) : await silence(av, seconds);
    const audio = file.audio();
    if (!audio) throw new EncodingFailed("The sound is not there");
    using decoder = await av.Decoder.create(audio);
    const steps = [`aformat=sample_fmts=fltp:sample_rates=${SOUND.rate}:channel_layouts=stereo`];
    // A trim that is through takes no more sound, of which there may be any amount.
    steps.push(`apad=whole_dur=${seconds}`, first ? `asetnsamples=n=${PIECE}` : `atrim=duration=${seconds}`);
    using filter = av.FilterAPI.create(steps.join(","));
    for await (const frame of filter.frames(decoder.frames(file.packets(audio.index)))) {
      if (!frame) break;
      frame.timeBase = timeBase;
      frame.pts = heard;
      heard += BigInt(frame.nbSamples);
      yield frame;
      taken += 1;
      if (taken === first?.pieces) break;
    }
  }
  yield null;
}

function silence(av: Av, seconds: number) {
  return av.Demuxer.open(`anullsrc=sample_rate=${SOUND.rate}:duration=${seconds}`, { format: "lavfi" });
}
