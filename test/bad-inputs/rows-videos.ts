import { soundOnly, video, type Wanted } from "../media/videos.ts";
import { boat } from "./files.ts";
import type { NamedFile, Row } from "./stage.ts";

const clip = async (name: string, wanted: Wanted): Promise<NamedFile> => ({
  name,
  bytes: await video({ width: 1280, height: 720, seconds: 5, ...wanted }),
});

const short = await clip("short.mp4", { seconds: 2.5 });
const long = await clip("long.mp4", { seconds: 31 });
const nine = await clip("nine.mp4", { seconds: 9 });
const fast = await clip("fast.mp4", { frameRate: 120, seconds: 3 });
const slow = await clip("slow.mp4", { frameRate: 12 });
const uhd = await clip("uhd.mp4", { width: 3840, height: 2160 });
const cinema = await clip("cinema.mp4", { width: 4096, height: 2160 });
const low = await clip("low.mp4", { width: 640, height: 360 });
const tiny = await clip("tiny.mp4", { width: 426, height: 240 });
const web = await clip("clip.webm", { format: "webm" });
const webNamedMp4 = { ...web, name: "renamed.mp4" };
const song = { name: "song.mp4", bytes: await soundOnly() };
const mp3 = { name: "music.mp4", bytes: Buffer.concat([Buffer.from("ID3\x04\0\0\0\0\0\0"), Buffer.alloc(400)]) };

const follow = { label: "Kling O3 reference", line: "/reference the same at night", with: [] };
const edit = { label: "Kling O3 edit", line: "/edit make it night", with: [] };
const motion = { label: "Kling 3.0 motion control", line: "/motion", with: [boat] };
const element = { label: "an element", line: "/element create name:Kim a young woman", with: [] };

type Way = Pick<typeof motion, "label" | "line"> & { with: readonly NamedFile[] };

/** The same file given to several commands. */
function each(wrong: string, file: NamedFile, ways: readonly Way[], reads: (way: Way) => string): Row[] {
  return ways.map((way) => ({
    wrong: `${wrong} to ${way.label}`,
    line: way.line,
    files: [...way.with, file],
    reads: reads(way),
  }));
}

export const VIDEOS: readonly Row[] = [
  ...each(
    "a video of 2.5 s",
    short,
    [follow, edit, motion],
    () => "The video is 2.5 s long; it must be at least 3 s. Send a longer one.",
  ),
  ...each(
    "a video of 31 s",
    long,
    [motion],
    () => "The video is 31 s long; it can be at most 30 s. Send a shorter one.",
  ),
  ...each("a video of 9 s", nine, [element], () => "The video is 9 s long; it can be at most 8 s. Send a shorter one."),
  ...each(
    "120 frames a second",
    fast,
    [follow, edit],
    () => "The video has 120 frames a second; it must have 24 to 60. Convert it and send it again.",
  ),
  ...each(
    "12 frames a second",
    slow,
    [follow, edit],
    () => "The video has 12 frames a second; it must have 24 to 60. Convert it and send it again.",
  ),
  ...each(
    "a 4K video",
    uhd,
    [follow, edit],
    () => "The video is 3840×2160 pixels; both sides must be between 720 and 2160. Scale it down.",
  ),
  ...each(
    "a 4K video",
    uhd,
    [element],
    () => "The video is 3840×2160 pixels; its width must be between 720 and 2160. Scale it down.",
  ),
  ...each(
    "a cinema's 4K video",
    cinema,
    [motion],
    () => "The video is 4096×2160 pixels; both sides must be between 340 and 3850. Scale it down.",
  ),
  ...each(
    "a small video",
    low,
    [follow, edit],
    () => "The video is 640×360 pixels; both sides must be between 720 and 2160. Send a larger one.",
  ),
  ...each(
    "a small video",
    tiny,
    [motion],
    () => "The video is 426×240 pixels; both sides must be between 340 and 3850. Send a larger one.",
  ),
  ...each(
    "a WebM",
    web,
    [follow, edit, motion],
    ({ label }) => `The video is a WebM; ${label} takes MP4 or MOV. Convert it and send it again.`,
  ),
  ...each(
    "a WebM named .mp4",
    webNamedMp4,
    [follow, edit, motion],
    ({ label }) => `The video is a WebM; ${label} takes MP4 or MOV. Convert it and send it again.`,
  ),
  ...each(
    "an MP4 with sound alone",
    song,
    [follow, edit, motion, element],
    () => "“song.mp4” has sound but no picture. Send an MP4 or MOV.",
  ),
  ...each(
    "an MP3 named .mp4",
    mp3,
    [follow, edit, motion, element],
    () => "“music.mp4” is not a video: its bytes are sound (MP3). Send an MP4 or MOV.",
  ),
  ...each(
    "a picture for a video",
    { ...boat, name: "boat.mp4" },
    [follow, edit, motion, element],
    () => "“boat.mp4” is a picture, and this takes a video. Send an MP4 or MOV.",
  ),
  {
    wrong: "a video for a picture",
    line: "/animate waves",
    files: [short],
    reads: "“short.mp4” is a video, and this takes a picture. Send a JPG or PNG.",
  },
];
