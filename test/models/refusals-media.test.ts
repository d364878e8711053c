import { describe, expect, it } from "vitest";
import { commandsWith, having, sentences, taking } from "./ask.ts";
import { clip, picture } from "./samples.ts";

const words = { prompt: "a cat" };
const frame = { image: picture("first") };
const film = { video: clip("v") };
const pictures = (many: number) => Array.from({ length: many }, (_, index) => picture(`r${index}`));

/** What a member reads, after the name of the option that it is about. */
const rows: [title: string, model: string, input: Record<string, unknown>, ...sentences: string[]][] = [
  [
    "no picture at all",
    "kling-v3-image-to-video",
    { ...words },
    "image: Attach a JPG or PNG as image (the first frame) or as end_image (the last): there's no picture yet.",
  ],
  [
    "no picture on O3",
    "kling-o3-image-to-video",
    { ...words },
    "image: Attach a JPG or PNG as image (the first frame) or as reference1: there's no picture yet.",
  ],
  [
    "no picture on Turbo",
    "kling-v3-turbo-image-to-video",
    { ...words },
    "image: Attach a JPG or PNG as image (the first frame): there's no picture yet.",
  ],
  [
    "a word where a picture belongs",
    "kling-v3-image-to-video",
    { image: "x" },
    "image: Attach a JPG or PNG: a picture goes here.",
  ],
  [
    "a video where a picture belongs",
    "kling-v3-image-to-video",
    { image: clip("walk") },
    "image: Attach a JPG or PNG: the picture is a video (walk.mp4).",
  ],
  [
    "a picture of 200×200",
    "kling-v3-image-to-video",
    { image: picture("s", { width: 200, height: 200 }) },
    "image: Send a larger picture: the picture is 200×200 pixels, and both sides must be at least 300.",
  ],
  [
    "a picture of 3:1",
    "kling-v3-image-to-video",
    { image: picture("s", { width: 1500, height: 500 }) },
    "image: Crop the picture: it's 1500×500 pixels, a ratio of 3:1, and it must be between 1:2.5 and 2.5:1.",
  ],
  [
    "a picture of 1:2.51",
    "kling-o3-image-to-video",
    { image: picture("s", { width: 1000, height: 2501 }) },
    "image: Crop the picture: it's 1000×2501 pixels, a ratio of 1:2.51, and it must be between 1:2.5 and 2.5:1.",
  ],
  [
    "a GIF",
    "kling-v3-image-to-video",
    { image: picture("s", { type: "image/gif" }) },
    "image: Save the picture as a JPG or PNG and send it again: it's a GIF, and Kling 3.0 takes only those two.",
  ],
  [
    "a WebP among the reference pictures",
    "kling-o3-image-to-video",
    { ...frame, references: [picture("ok"), picture("s", { type: "image/webp" })] },
    "references: Save reference picture 2 as a JPG or PNG and send it again: it's a WebP, and Kling O3 takes only those two.",
  ],
  [
    "a picture of 12 MB",
    "kling-v3-image-to-video",
    { image: picture("s", { bytes: 12_000_000 }) },
    "image: Send a smaller file: the picture is 12 MB, and the most is 10 MB.",
  ],
  [
    "a last frame of a byte over 10 MB",
    "kling-v3-image-to-video",
    { ...frame, end_image: picture("s", { bytes: 10_000_001 }) },
    "end_image: Send a smaller file: the last frame is 10.1 MB, and the most is 10 MB.",
  ],
  [
    "a picture of 51 MB on Turbo",
    "kling-v3-turbo-image-to-video",
    { image: picture("s", { bytes: 51_000_000 }) },
    "image: Send a smaller file: the picture is 51 MB, and the most is 50 MB.",
  ],
  [
    "a picture for a video from words",
    "kling-v3-text-to-video",
    { ...words, ...frame },
    "image: Leave image out: kling-3 takes image only in /animate.",
  ],
  [
    "a last frame on Turbo",
    "kling-v3-turbo-image-to-video",
    { ...frame, end_image: picture("l") },
    `end_image: Leave end_image out, or choose ${having("end_image")}: kling-turbo takes no last frame.`,
  ],
  [
    "a last frame for a video from words",
    "kling-o3-text-to-video",
    { ...words, end_image: picture("l") },
    "end_image: Leave end_image out: kling-o3 takes end_image only in /animate.",
  ],
  [
    "reference pictures on Kling 3.0",
    "kling-v3-image-to-video",
    { ...frame, references: pictures(1) },
    `references: Leave the reference pictures out, or choose ${having("references")}: kling-3 takes no reference pictures.`,
  ],
  [
    "a video on Kling O3",
    "kling-o3-image-to-video",
    { ...frame, ...film },
    `video: Leave video out, or use ${commandsWith("video", "video")}: kling-o3 takes no video.`,
  ],
  [
    "a last frame without a first on Kling O3",
    "kling-o3-image-to-video",
    { end_image: picture("l") },
    `end_image: Attach the first frame as image, or choose ${taking("image", { end_image: picture("l") })}: Kling O3 takes a last frame only with a first one.`,
  ],
  [
    "three pictures and a last frame among them",
    "kling-o3-image-to-video",
    { ...frame, end_image: picture("l"), references: pictures(1) },
    "end_image: Leave out end_image or the reference picture: there are 3 pictures, and with a last frame Kling O3 takes up to 2.",
  ],
  [
    "eight reference pictures",
    "kling-o3-image-to-video",
    { references: pictures(8) },
    "references: Leave out 1: there are 8 reference pictures, and Kling O3 takes up to 7.",
  ],
  [
    "a first frame and seven reference pictures",
    "kling-o3-image-to-video",
    { ...frame, references: pictures(7) },
    "references: Leave out 1: there are 8 pictures, and Kling O3 takes up to 7 together.",
  ],
  [
    "five pictures beside a video to edit",
    "kling-o3-video-edit",
    { ...words, ...film, references: pictures(5) },
    "references: Leave out 1: there are 5 reference pictures, and Kling O3 edit takes up to 4.",
  ],
  [
    "no video to follow",
    "kling-o3-reference-to-video",
    { ...words },
    "video: Attach the video to follow as video, an MP4 or MOV of at least 3 s.",
  ],
  [
    "no video to edit",
    "kling-o3-video-edit",
    { ...words },
    "video: Attach the video to edit as video, an MP4 or MOV of at least 3 s.",
  ],
  [
    "no performance",
    "kling-v3-motion-control",
    { ...frame },
    "video: Attach the performance to copy as video, an MP4 or MOV of 3 to 30 s.",
  ],
  [
    "no character",
    "kling-v3-motion-control",
    { ...film },
    "image: Attach a picture of the character as image, a JPG or PNG.",
  ],
  [
    "a picture where a video belongs",
    "kling-o3-reference-to-video",
    { ...words, video: picture("x") },
    "video: Attach a video as MP4 or MOV: x.png is a picture.",
  ],
  [
    "a number where a video belongs",
    "kling-o3-reference-to-video",
    { ...words, video: 3 },
    "video: Attach a video: one goes here.",
  ],
  [
    "a performance of 2.5 s",
    "kling-v3-motion-control",
    { ...frame, video: clip("v", { seconds: 2.5 }) },
    "video: Send a longer video: this one lasts 2.5 s, and the least is 3 s.",
  ],
  [
    "a performance a millisecond too short",
    "kling-v3-motion-control",
    { ...frame, video: clip("v", { seconds: 2.999 }) },
    "video: Send a longer video: this one lasts 2.99 s, and the least is 3 s.",
  ],
  [
    "a performance of 31 s",
    "kling-v3-motion-control",
    { ...frame, video: clip("v", { seconds: 31 }) },
    "video: Send a shorter video: this one lasts 31 s, and the most is 30 s.",
  ],
  [
    "a performance a millisecond too long",
    "kling-v3-motion-control",
    { ...frame, video: clip("v", { seconds: 30.001 }) },
    "video: Send a shorter video: this one lasts 30.01 s, and the most is 30 s.",
  ],
  [
    "2.5 s to edit",
    "kling-o3-video-edit",
    { ...words, video: clip("v", { seconds: 2.5 }) },
    "video: Send a longer video: this one lasts 2.5 s, and the least is 3 s.",
  ],
  [
    "120 frames a second",
    "kling-o3-reference-to-video",
    { ...words, video: clip("v", { frameRate: 120 }) },
    "video: Convert the video to 24 to 60 frames per second and send it again: it has 120.",
  ],
  [
    "a video in 4K",
    "kling-o3-video-edit",
    { ...words, video: clip("v", { width: 3840, height: 2160 }) },
    "video: Scale the video down: it's 3840×2160 pixels, and both sides must be 720 to 2160.",
  ],
  [
    "a video in 480p",
    "kling-o3-video-edit",
    { ...words, video: clip("v", { width: 854, height: 480 }) },
    "video: Send a larger video: this one is 854×480 pixels, and both sides must be 720 to 2160.",
  ],
  [
    "a WebM",
    "kling-o3-reference-to-video",
    { ...words, video: clip("v", { type: "video/webm" }) },
    "video: Convert the video to MP4 or MOV and send it again: it's a WebM, which Kling O3 reference doesn't take.",
  ],
  [
    "a video of 201 MB",
    "kling-o3-reference-to-video",
    { ...words, video: clip("v", { bytes: 201_000_000 }) },
    "video: Send a smaller file: the video is 201 MB, and the most is 200 MB.",
  ],
  [
    "a video without a length",
    "kling-v3-motion-control",
    { ...frame, video: { ...clip("v"), seconds: undefined } },
    "video: Save the video again and send that one: it doesn't say how long it is.",
  ],
];

describe("refusals of pictures and videos", () => {
  it.each(rows)("%s (%s)", (_title, model, input, ...expected) => {
    expect(sentences(model, input)).toEqual(expected);
  });
});
