import {
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  FilePathSource,
  FilePathTarget,
  Input,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  Mp4OutputFormat,
  Output,
  QTFF,
  WEBM,
} from "mediabunny";

/** What an MP4 holds as it is: any other codec is coded anew. */
const VIDEO = "avc";
const AUDIO = "aac";

interface Tracks {
  video: InputVideoTrack;
  audio: InputAudioTrack | null;
}

/** Whether the videos are coded so alike (codec, settings, sides, turn, kind of sound) that one track can hold all. */
export async function sameDescription(paths: readonly string[]): Promise<boolean> {
  const said = await Promise.all(paths.map((path) => withTracks(path, describe)));
  return said.length > 0 && said.every((one) => one !== undefined && one === said[0]);
}

/** Puts videos that are coded alike one behind the other into an MP4 with its index in front, without coding them anew. */
export async function spliceVideos(from: readonly string[], to: string, moved: () => void): Promise<void> {
  const counts = await Promise.all(from.map((path) => withTracks(path, packetsOf)));
  const total = (kind: "video" | "audio") => counts.reduce((sum, count) => sum + count[kind], 0);
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: "reserve" }), target: new FilePathTarget(to) });
  const video = new EncodedVideoPacketSource(VIDEO);
  const audio = total("audio") > 0 ? new EncodedAudioPacketSource(AUDIO) : undefined;
  const rotation = await withTracks(from[0] ?? "", ({ video }) => video.getRotation());
  output.addVideoTrack(video, { rotation, maximumPacketCount: total("video") });
  if (audio) output.addAudioTrack(audio, { maximumPacketCount: total("audio") });
  await output.start();
  let start = 0;
  for (const path of from) {
    start += await withTracks(path, async (tracks) => {
      const seconds = await tracks.video.computeDuration();
      await Promise.all([copyVideo(tracks.video, video, start, moved), copyAudio(tracks.audio, audio, start, seconds)]);
      return seconds;
    });
  }
  await output.finalize();
}

async function withTracks<T>(path: string, use: (tracks: Tracks) => Promise<T>): Promise<T> {
  using input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF, WEBM, MATROSKA] });
  const video = await input.getPrimaryVideoTrack();
  if (!video) throw new Error("The file holds no video");
  return await use({ video, audio: await input.getPrimaryAudioTrack() });
}

async function describe({ video, audio }: Tracks): Promise<string | undefined> {
  const [picture, sound] = [await video.getDecoderConfig(), await audio?.getDecoderConfig()];
  if ((await video.getCodec()) !== VIDEO || (audio && (await audio.getCodec()) !== AUDIO)) return undefined;
  const { codedWidth, codedHeight } = picture ?? {};
  const turn = [await video.getRotation(), await video.getSquarePixelWidth(), await video.getSquarePixelHeight()];
  const heard = sound && [sound.codec, sound.sampleRate, sound.numberOfChannels, hexOf(sound.description)];
  return JSON.stringify([picture?.codec, codedWidth, codedHeight, hexOf(picture?.description), turn, heard]);
}

function hexOf(bytes: VideoDecoderConfig["description"]): string {
  if (!bytes) return "";
  const whole = ArrayBuffer.isView(bytes)
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.from(bytes);
  return whole.toString("hex");
}

async function packetsOf({ video, audio }: Tracks): Promise<{ video: number; audio: number }> {
  const count = async (track: InputTrack | null) => (track ? (await track.computePacketStats()).packetCount : 0);
  return { video: await count(video), audio: await count(audio) };
}

async function copyVideo(track: InputVideoTrack, to: EncodedVideoPacketSource, start: number, moved: () => void) {
  const decoderConfig = await track.getDecoderConfig();
  for await (const packet of new EncodedPacketSink(track).packets()) {
    await to.add(packet.clone({ timestamp: packet.timestamp + start }), decoderConfig ? { decoderConfig } : undefined);
    moved();
  }
}

/** What sounds before its clip begins (the coder's run-up) or after its picture ends would be heard in the next one. */
async function copyAudio(
  track: InputAudioTrack | null,
  to: EncodedAudioPacketSource | undefined,
  start: number,
  seconds: number,
) {
  const decoderConfig = await track?.getDecoderConfig();
  if (!track || !to || !decoderConfig) return;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (packet.timestamp < 0 || packet.timestamp >= seconds) continue;
    await to.add(packet.clone({ timestamp: packet.timestamp + start }), { decoderConfig });
  }
}
