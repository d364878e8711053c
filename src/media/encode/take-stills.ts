import { writeFile } from "node:fs/promises";
import type { Decoder, Demuxer, FilterAPI, Frame, Stream } from "node-av";
import { EncodingFailed } from "../keep/errors.ts";
import { colourSteps, uprightFilters } from "./filters.ts";
import { sidesFor } from "./fit-plan.ts";
import type { Av } from "./libav.ts";
import type { Order } from "./orders.ts";
import { openVideo, type Pose, poseOf } from "./source.ts";

type Wanted = Extract<Order, { make: "stills" }>;

/** Pixels: the longer side of the poster and of the preview, and the height of the strip. */
const SIDES = { poster: 1280, preview: 320, strip: 180 } as const;
const STRIP_FRAMES = 5;
const PREVIEW = { seconds: 3, frameRate: 8 } as const;
/** A third in, the first shot stands and a fade from black is over. */
const POSTER_AT = 1 / 3;
/** JPEG's colours are mixed as BT.601 says, over the whole range, whatever the video's. */
const AS_JPEG = "out_color_matrix=bt601:out_range=pc,format=yuvj420p,setsar=1";
const AS_GIF = "split[a][b];[a]palettegen=max_colors=128[p];[b][p]paletteuse=dither=bayer:bayer_scale=4";

/** Writes a poster (JPEG), a strip of frames side by side (JPEG), and three seconds that move (GIF). */
export async function takeStills(av: Av, { from, to, seconds }: Wanted, moved: () => void): Promise<void> {
  const pose = await poseOf(from);
  await using file = await openVideo(av, from);
  const video = file.video();
  if (!video) throw new EncodingFailed("The file holds no video");
  const filterFor = (scale: number, as: string, ...more: string[]) => {
    const { width, height } = sidesFor(pose.width, pose.height, Math.min(1, scale));
    const steps = [...colourSteps(av, video), `scale=${width}:${height}:${as}`, ...uprightFilters(pose), ...more];
    return av.FilterAPI.create(steps.join(","));
  };
  using decoder = await av.Decoder.create(video);
  const longer = Math.max(pose.width, pose.height);
  using poster = filterFor(SIDES.poster / longer, AS_JPEG);
  using strip = filterFor(SIDES.strip / shownHeight(pose), AS_JPEG, `tile=${STRIP_FRAMES}x1`);

  const wanted = Array.from({ length: STRIP_FRAMES }, (_, at) => ({
    at: (seconds * (at + 0.5)) / STRIP_FRAMES,
    filter: strip,
  }));
  wanted.push({ at: seconds * POSTER_AT, filter: poster });
  await pick(wanted, framesOf(file, decoder, video, moved));
  await writeFile(to.strip, await jpegOf(av, strip));
  await writeFile(to.poster, await jpegOf(av, poster));

  using preview = filterFor(SIDES.preview / longer, "flags=bicubic,setsar=1", `fps=${PREVIEW.frameRate}`, AS_GIF);
  await animate(av, { from, to: to.preview, start: seconds * POSTER_AT, filter: preview }, moved);
}

interface Shown {
  /** Seconds from the start. */
  at: number;
  frame: Frame;
}

async function* framesOf(file: Demuxer, decoder: Decoder, video: Stream, moved: () => void): AsyncGenerator<Shown> {
  const { num, den } = video.timeBase;
  for await (const frame of decoder.frames(file.packets(video.index))) {
    if (!frame) return;
    moved();
    yield { at: (Number(frame.pts) * num) / den, frame };
  }
}

/** Gives each filter the frame that is shown at its moment: the last frame, where the video ends before. */
async function pick(wanted: readonly { at: number; filter: FilterAPI }[], frames: AsyncIterable<Shown>): Promise<void> {
  const waiting = wanted.toSorted((a, b) => a.at - b.at);
  let held: Frame | undefined;
  try {
    for await (const { at, frame } of frames) {
      for (; held && waiting[0] && waiting[0].at < at; waiting.shift()) await waiting[0].filter.process(held);
      held?.free();
      held = frame;
      if (waiting.length === 0) return;
    }
    if (!held) throw new EncodingFailed("The video has no frame that can be decoded");
    for (const { filter } of waiting) await filter.process(held);
  } finally {
    held?.free();
  }
}

async function jpegOf(av: Av, filter: FilterAPI): Promise<Uint8Array> {
  const picture = await filter.receive();
  if (!(picture instanceof av.Frame)) throw new EncodingFailed("The picture can't be drawn");
  using pixels = picture;
  using encoder = new av.EncoderPool(av.FF_ENCODER_MJPEG, { context: { qMin: 3, qMax: 5 } });
  return await encoder.encode(pixels);
}

async function animate(
  av: Av,
  { from, to, start, filter }: { from: string; to: string; start: number; filter: FilterAPI },
  moved: () => void,
): Promise<void> {
  await using file = await openVideo(av, from);
  const video = file.video();
  if (!video) throw new EncodingFailed("The file holds no video");
  using decoder = await av.Decoder.create(video);
  av.FFmpegError.throwIfError(await file.seek(start, -1, av.AVSEEK_FLAG_BACKWARD), "Go to the start of the preview");
  const end = start + PREVIEW.seconds;
  const source = async function* () {
    let held: Frame | undefined; // what is shown at the start was there before it
    for await (const { at, frame } of framesOf(file, decoder, video, moved)) {
      if (at >= end) {
        frame.free();
        break;
      }
      if (at > start && held) yield held;
      if (at <= start) held?.free();
      held = frame;
    }
    if (held) yield held;
    yield null;
  };
  using encoder = await av.Encoder.create(av.FF_ENCODER_GIF, { filter });
  await using out = await av.Muxer.open(to, { format: "gif" });
  await av.pipeline(source(), filter, encoder, out).completion;
}

function shownHeight({ width, height, rotation }: Pose): number {
  return rotation % 180 === 0 ? height : width;
}
