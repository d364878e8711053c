import type { Decoder, Encoder, FilterAPI, Stream } from "node-av";
import { EncodingFailed } from "../keep/errors.ts";
import { colourSteps } from "./filters.ts";
import { bufferSeconds, type FitPlan, planFit } from "./fit-plan.ts";
import type { Av } from "./libav.ts";
import type { Order } from "./orders.ts";
import { openVideo, poseOf, rateOf } from "./source.ts";

type Smaller = Extract<Order, { make: "smaller" }>;

/** From one frame that stands for itself to the next: what a jump in the player may cost. */
const SECONDS_A_KEY = 2;

/**
 * Codes a video anew so that it has this many bytes at most: H.264 and AAC in an MP4 with its index in front. One that is
 * shown turned stays so. `moved` is called as it goes. Throws EncodingFailed when it would not be worth looking at, and what libav throws.
 */
export async function transcode(av: Av, { from, to, limitBytes }: Smaller, moved: () => void): Promise<void> {
  const pose = await poseOf(from);
  // A file may hold all pictures before all sound, so each is read by a reader of its own.
  await using pictures = await openVideo(av, from);
  await using sounds = await openVideo(av, from);
  const [video, audio] = [pictures.video(), sounds.audio()];
  if (!video) throw new EncodingFailed("The file holds no video");
  const { duration: seconds } = pictures;
  const plan = planFit({ ...pose, limitBytes, seconds, frameRate: rateOf(video), sound: audio !== undefined });
  if (!plan) throw new EncodingFailed(`${seconds} s do not go into ${limitBytes} bytes`);

  using decoder = await av.Decoder.create(video);
  const scale = `scale=${plan.width}:${plan.height}:flags=bicubic`;
  const steps = [...colourSteps(av, video), scale, "format=yuv420p", "setsar=1"];
  using filter = av.FilterAPI.create(steps.join(","));
  using encoder = await pictureEncoder(av, { decoder, filter, video, seconds, plan });
  const stages = [decoder, filter, encoder];
  await using out = await av.Muxer.open(to, { format: "mp4", options: { movflags: "+faststart" } });
  const watch = { onProgress: moved, progressInterval: 500 };

  if (!audio) return await av.pipeline({ video: pictures }, { video: stages }, out, watch).completion;
  const inputs = { video: pictures, audio: sounds };
  if (mayStay(av, audio, plan)) {
    return await av.pipeline(inputs, { video: stages, audio: "passthrough" }, out, watch).completion;
  }
  using soundDecoder = await av.Decoder.create(audio);
  using soundFilter = av.FilterAPI.create(soundSteps(plan.audioBits));
  using soundEncoder = await av.Encoder.create(av.FF_ENCODER_AAC, {
    decoder: soundDecoder,
    filter: soundFilter,
    context: { bitRate: plan.audioBits },
  });
  const soundStages = [soundDecoder, soundFilter, soundEncoder];
  await av.pipeline(inputs, { video: stages, audio: soundStages }, out, watch).completion;
}

interface Pictures {
  decoder: Decoder;
  filter: FilterAPI;
  video: Stream;
  seconds: number;
  plan: FitPlan;
}

/** Its bits a second are never exceeded by more than the buffer, so that the whole is sure to fit. */
async function pictureEncoder(av: Av, { decoder, filter, video, seconds, plan }: Pictures): Promise<Encoder> {
  const { videoBits } = plan;
  return av.Encoder.create(av.FF_ENCODER_LIBX264, {
    decoder,
    filter,
    options: { preset: "veryfast" },
    context: {
      bitRate: videoBits,
      rcMaxRate: videoBits,
      rcBufferSize: Math.floor(videoBits * bufferSeconds(seconds)),
      gopSize: Math.max(1, Math.round(rateOf(video) * SECONDS_A_KEY)),
    },
  });
}

/** Sound that is coded right already, and small enough, is taken over as it is. */
function mayStay(av: Av, { codecpar }: Stream, { audioBits }: FitPlan): boolean {
  return codecpar.codecId === av.AV_CODEC_ID_AAC && codecpar.bitRate > 0n && codecpar.bitRate <= BigInt(audioBits);
}

function soundSteps(bits: number): string {
  const layout = bits < 64_000 ? "mono" : "stereo";
  return `aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=${layout}`;
}
