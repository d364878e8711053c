import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  Mp4OutputFormat,
  Output,
  VideoSample,
  VideoSampleSource,
} from "mediabunny";
import { shoot } from "./camera.ts";
import { badge, caption, stamp } from "./lettering.ts";
import { blank, mix, type Planes } from "./planes.ts";
import { sceneFor } from "./scene.ts";
import type { MovieSpec } from "./spec.ts";

const FRAMES_PER_SECOND = 24;
/** Bits a pixel and second: enough for a slow camera at x264's fastest, and 15 s at 1080p stay under 10 MB. */
const FAST: Encoding = { density: 2.4, latencyMode: "realtime" };
const SAMPLE_RATE = 44_100;
const BT709 = { primaries: "bt709", transfer: "bt709", matrix: "bt709", fullRange: false } as const;

/** The stills of a film, decoded; a film without a first one gets a landscape that stands for its words. */
export interface Stills {
  first?: Planes | undefined;
  last?: Planes | undefined;
}

/** How hard the encoder tries: `realtime` is quick, `quality` makes small files. */
export interface Encoding {
  density: number;
  latencyMode: "realtime" | "quality";
}

/** Draws the film and gives it as the bytes of an MP4: H.264 with the index in front, AAC beside it when it has sound. */
export async function renderMovie(spec: MovieSpec, stills: Stills, encoding = FAST): Promise<Uint8Array> {
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
  const video = new VideoSampleSource({
    codec: "avc",
    bitrate: Math.round(spec.width * spec.height * encoding.density),
    latencyMode: encoding.latencyMode,
    hardwareAcceleration: "prefer-software",
  });
  output.addVideoTrack(video, { frameRate: FRAMES_PER_SECOND });
  const audio = spec.sound ? new AudioSampleSource({ codec: "aac", bitrate: 96_000 }) : undefined;
  if (audio) output.addAudioTrack(audio);
  await output.start();
  if (audio) await addTone(audio, spec.seconds);
  await addFrames(video, spec, stills);
  await output.finalize();
  if (!target.buffer) throw new Error("The encoder gave no file");
  return new Uint8Array(target.buffer);
}

async function addFrames(video: VideoSampleSource, spec: MovieSpec, stills: Stills): Promise<void> {
  const film = blank(spec.width, spec.height);
  const frames = spec.seconds * FRAMES_PER_SECOND;
  const drawAt = drawing(spec, stills);
  for (let frame = 0; frame < frames; frame++) {
    const timestamp = frame / FRAMES_PER_SECOND;
    drawAt(film, timestamp);
    const sample = new VideoSample(film.data, {
      format: "I420",
      codedWidth: spec.width,
      codedHeight: spec.height,
      timestamp,
      duration: 1 / FRAMES_PER_SECOND,
      colorSpace: BT709,
    });
    await video.add(sample);
    sample.close();
  }
  video.close();
}

/** How the film looks at a moment, as a function that draws it. */
export function drawing(spec: MovieSpec, stills: Stills): (film: Planes, seconds: number) => void {
  const word = badge(spec, "SANDBOX");
  let start = 0;
  const shots = (spec.captions.length > 0 ? spec.captions : [{ seconds: spec.seconds, text: "" }]).map((shot) => {
    start += shot.seconds;
    const scene = stills.first ? undefined : sceneFor(shot.text, spec.width, spec.height);
    return { start: start - shot.seconds, end: start, patch: caption(spec, shot.text), scene };
  });
  const second = stills.last && blank(spec.width, spec.height);
  return (film, seconds) => {
    const shot = shots.find(({ end }) => seconds < end) ?? shots.at(-1);
    const moment = seconds / spec.seconds;
    if (stills.first) shoot(stills.first, film, moment);
    else shot?.scene?.draw(film, seconds - shot.start);
    if (stills.last && second) {
      shoot(stills.last, second, 1 - moment);
      mix(film, second, Math.min(Math.max((moment - 0.4) / 0.4, 0), 1));
    }
    if (shot?.patch) stamp(film, shot.patch);
    stamp(film, word);
  };
}

/** A soft open chord that swells and fades, a second at a time so that memory stays small. */
async function addTone(audio: AudioSampleSource, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    const length = Math.round(Math.min(1, seconds - second) * SAMPLE_RATE);
    const data = Float32Array.from({ length }, (_, at) => {
      const time = second + at / SAMPLE_RATE;
      const fade = Math.min(time / 1.5, (seconds - time) / 1.5, 1);
      const swell = 0.8 + 0.2 * Math.sin(time * 1.3);
      const chord = [220, 277.18, 329.63, 440].reduce((sum, pitch) => sum + Math.sin(2 * Math.PI * pitch * time), 0);
      return 0.045 * fade * swell * chord;
    });
    const sample = new AudioSample({
      data,
      format: "f32",
      numberOfChannels: 1,
      sampleRate: SAMPLE_RATE,
      timestamp: second,
    });
    await audio.add(sample);
    sample.close();
  }
  audio.close();
}
