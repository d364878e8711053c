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
    () => "Send a longer video: this one lasts 2.5 s, and the least is 3 s.",
  ),
  ...each("a video of 31 s", long, [motion], () => "Send a shorter video: this one lasts 31 s, and the most is 30 s."),
  ...each("a video of 9 s", nine, [element], () => "Send a shorter video: this one lasts 9 s, and the most is 8 s."),
  ...each(
    "120 frames a second",
    fast,
    [follow, edit],
    () => "Convert the video to 24 to 60 frames per second and send it again: it has 120.",
  ),
  ...each(
    "12 frames a second",
    slow,
    [follow, edit],
    () => "Convert the video to 24 to 60 frames per second and send it again: it has 12.",
  ),
  ...each(
    "a 4K video",
    uhd,
    [follow, edit],
    () => "Scale the video down: it's 3840×2160 pixels, and both sides must be 720 to 2160.",
  ),
  ...each(
    "a 4K video",
    uhd,
    [element],
    () => "Scale the video down: it's 3840×2160 pixels, and its width must be 720 to 2160.",
  ),
  ...each(
    "a cinema's 4K video",
    cinema,
    [motion],
    () => "Scale the video down: it's 4096×2160 pixels, and both sides must be 340 to 3850.",
  ),
  ...each(
    "a small video",
    low,
    [follow, edit],
    () => "Send a larger video: this one is 640×360 pixels, and both sides must be 720 to 2160.",
  ),
  ...each(
    "a small video",
    tiny,
    [motion],
    () => "Send a larger video: this one is 426×240 pixels, and both sides must be 340 to 3850.",
  ),
  ...each(
    "a WebM",
    web,
    [follow, edit, motion],
    ({ label }) => `Convert the video to MP4 or MOV and send it again: it's a WebM, which ${label} doesn't take.`,
  ),
  ...each(
    "a WebM named .mp4",
    webNamedMp4,
    [follow, edit, motion],
    ({ label }) => `Convert the video to MP4 or MOV and send it again: it's a WebM, which ${label} doesn't take.`,
  ),
  ...each(
    "an MP4 with sound alone",
    song,
    [follow, edit, motion, element],
    () => "Send an MP4 or MOV: “song.mp4” has sound but no picture.",
  ),
  ...each(
    "an MP3 named .mp4",
    mp3,
    [follow, edit, motion, element],
    () => "Send an MP4 or MOV: “music.mp4” is sound (MP3), and a video goes here.",
  ),
  ...each(
    "a picture for a video",
    { ...boat, name: "boat.mp4" },
    [follow, edit, motion, element],
    () => "Send an MP4 or MOV: “boat.mp4” is a picture, and a video goes here.",
  ),
  {
    wrong: "a video for a picture",
    line: "/animate waves",
    files: [short],
    reads: "Send a JPG or PNG: “short.mp4” is a video, and a picture goes here.",
  },
];
