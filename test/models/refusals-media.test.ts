import { describe, expect, it } from "vitest";
import { having, sentences } from "./ask.ts";
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
    "image: There is no picture. Attach a JPG or PNG as image (the first frame) or as end_image (the last).",
  ],
  [
    "no picture on O3",
    "kling-o3-image-to-video",
    { ...words },
    "image: There is no picture. Attach a JPG or PNG as image (the first frame) or as reference1.",
  ],
  [
    "no picture on Turbo",
    "kling-v3-turbo-image-to-video",
    { ...words },
    "image: There is no picture. Attach a JPG or PNG as image (the first frame).",
  ],
  [
    "a word where a picture belongs",
    "kling-v3-image-to-video",
    { image: "x" },
    "image: A picture is needed here. Attach a JPG or PNG.",
  ],
  [
    "a video where a picture belongs",
    "kling-v3-image-to-video",
    { image: clip("walk") },
    "image: The picture is a video (walk.mp4). Attach a JPG or PNG.",
  ],
  [
    "a picture of 200×200",
    "kling-v3-image-to-video",
    { image: picture("s", { width: 200, height: 200 }) },
    "image: The picture is 200×200 pixels; both sides must be at least 300. Send a larger one.",
  ],
  [
    "a picture of 3:1",
    "kling-v3-image-to-video",
    { image: picture("s", { width: 1500, height: 500 }) },
    "image: The picture is 1500×500 pixels, a ratio of 3:1; it must be between 1:2.5 and 2.5:1. Crop it.",
  ],
  [
    "a picture of 1:2.51",
    "kling-o3-image-to-video",
    { image: picture("s", { width: 1000, height: 2501 }) },
    "image: The picture is 1000×2501 pixels, a ratio of 1:2.51; it must be between 1:2.5 and 2.5:1. Crop it.",
  ],
  [
    "a GIF",
    "kling-v3-image-to-video",
    { image: picture("s", { type: "image/gif" }) },
    "image: The picture is a GIF; Kling 3.0 takes JPG or PNG. Save it as one of them and send it again.",
  ],
  [
    "a WebP among the reference pictures",
    "kling-o3-image-to-video",
    { ...frame, references: [picture("ok"), picture("s", { type: "image/webp" })] },
    "references: Reference picture 2 is a WebP; Kling O3 takes JPG or PNG. Save it as one of them and send it again.",
  ],
  [
    "a picture of 12 MB",
    "kling-v3-image-to-video",
    { image: picture("s", { bytes: 12_000_000 }) },
    "image: The picture is 12 MB; it can be at most 10 MB. Send a smaller one.",
  ],
  [
    "a last frame of a byte over 10 MB",
    "kling-v3-image-to-video",
    { ...frame, end_image: picture("s", { bytes: 10_000_001 }) },
    "end_image: The last frame is 10.1 MB; it can be at most 10 MB. Send a smaller one.",
  ],
  [
    "a picture of 51 MB on Turbo",
    "kling-v3-turbo-image-to-video",
    { image: picture("s", { bytes: 51_000_000 }) },
    "image: The picture is 51 MB; it can be at most 50 MB. Send a smaller one.",
  ],
  [
    "a picture for a video from words",
    "kling-v3-text-to-video",
    { ...words, ...frame },
    "image: kling-3 takes image only in the animate command. Leave image out here.",
  ],
  [
    "a last frame on Turbo",
    "kling-v3-turbo-image-to-video",
    { ...frame, end_image: picture("l") },
    `end_image: kling-turbo takes no last frame; ${having("end_image")} do. Leave end_image out or choose one of them.`,
  ],
  [
    "a last frame for a video from words",
    "kling-o3-text-to-video",
    { ...words, end_image: picture("l") },
    "end_image: kling-o3 takes end_image only in the animate command. Leave end_image out here.",
  ],
  [
    "reference pictures on Kling 3.0",
    "kling-v3-image-to-video",
    { ...frame, references: pictures(1) },
    "references: kling-3 takes no reference pictures; kling-o3 does. Leave references out or choose it.",
  ],
  [
    "a video on Kling O3",
    "kling-o3-image-to-video",
    { ...frame, ...film },
    "video: kling-o3 takes no video; the commands reference, edit and motion do. Leave video out or use one of them.",
  ],
  [
    "a last frame without a first on Kling O3",
    "kling-o3-image-to-video",
    { end_image: picture("l") },
    "end_image: Kling O3 takes a last frame only with a first one. Attach the first frame as image, or choose kling-3.",
  ],
  [
    "three pictures and a last frame among them",
    "kling-o3-image-to-video",
    { ...frame, end_image: picture("l"), references: pictures(1) },
    "end_image: There are 3 pictures; with a last frame, Kling O3 takes up to 2. Leave out end_image or the 1 reference picture.",
  ],
  [
    "eight reference pictures",
    "kling-o3-image-to-video",
    { references: pictures(8) },
    "references: There are 8 reference pictures; Kling O3 takes up to 7. Leave out 1.",
  ],
  [
    "a first frame and seven reference pictures",
    "kling-o3-image-to-video",
    { ...frame, references: pictures(7) },
    "references: There are 8 pictures; Kling O3 takes up to 7 together. Leave out 1.",
  ],
  [
    "five pictures beside a video to edit",
    "kling-o3-video-edit",
    { ...words, ...film, references: pictures(5) },
    "references: There are 5 reference pictures; Kling O3 edit takes up to 4. Leave out 1.",
  ],
  [
    "no video to follow",
    "kling-o3-reference-to-video",
    { ...words },
    "video: video is missing. Attach the video to follow, an MP4 or MOV of at least 3 s.",
  ],
  [
    "no video to edit",
    "kling-o3-video-edit",
    { ...words },
    "video: video is missing. Attach the video to edit, an MP4 or MOV of at least 3 s.",
  ],
  [
    "no performance",
    "kling-v3-motion-control",
    { ...frame },
    "video: video is missing. Attach the performance to copy, an MP4 or MOV of 3 to 30 s.",
  ],
  [
    "no character",
    "kling-v3-motion-control",
    { ...film },
    "image: image is missing. Attach a picture of the character, a JPG or PNG.",
  ],
  [
    "a picture where a video belongs",
    "kling-o3-reference-to-video",
    { ...words, video: picture("x") },
    "video: x.png is a picture, and video takes a video. Attach one as MP4 or MOV.",
  ],
  [
    "a number where a video belongs",
    "kling-o3-reference-to-video",
    { ...words, video: 3 },
    "video: A video is needed here. Attach one.",
  ],
  [
    "a performance of 2.5 s",
    "kling-v3-motion-control",
    { ...frame, video: clip("v", { seconds: 2.5 }) },
    "video: The video is 2.5 s long; it must be at least 3 s. Send a longer one.",
  ],
  [
    "a performance a millisecond too short",
    "kling-v3-motion-control",
    { ...frame, video: clip("v", { seconds: 2.999 }) },
    "video: The video is 2.99 s long; it must be at least 3 s. Send a longer one.",
  ],
  [
    "a performance of 31 s",
    "kling-v3-motion-control",
    { ...frame, video: clip("v", { seconds: 31 }) },
    "video: The video is 31 s long; it can be at most 30 s. Send a shorter one.",
  ],
  [
    "a performance a millisecond too long",
    "kling-v3-motion-control",
    { ...frame, video: clip("v", { seconds: 30.001 }) },
    "video: The video is 30.01 s long; it can be at most 30 s. Send a shorter one.",
  ],
  [
    "2.5 s to edit",
    "kling-o3-video-edit",
    { ...words, video: clip("v", { seconds: 2.5 }) },
    "video: The video is 2.5 s long; it must be at least 3 s. Send a longer one.",
  ],
  [
    "120 frames a second",
    "kling-o3-reference-to-video",
    { ...words, video: clip("v", { frameRate: 120 }) },
    "video: The video has 120 frames a second; it must have 24 to 60. Convert it and send it again.",
  ],
  [
    "a video in 4K",
    "kling-o3-video-edit",
    { ...words, video: clip("v", { width: 3840, height: 2160 }) },
    "video: The video is 3840×2160 pixels; both sides must be between 720 and 2160. Scale it down.",
  ],
  [
    "a video in 480p",
    "kling-o3-video-edit",
    { ...words, video: clip("v", { width: 854, height: 480 }) },
    "video: The video is 854×480 pixels; both sides must be between 720 and 2160. Send a larger one.",
  ],
  [
    "a WebM",
    "kling-o3-reference-to-video",
    { ...words, video: clip("v", { type: "video/webm" }) },
    "video: The video is a WebM; Kling O3 reference takes MP4 or MOV. Convert it and send it again.",
  ],
  [
    "a video of 201 MB",
    "kling-o3-reference-to-video",
    { ...words, video: clip("v", { bytes: 201_000_000 }) },
    "video: The video is 201 MB; it can be at most 200 MB. Send a smaller one.",
  ],
  [
    "a video without a length",
    "kling-v3-motion-control",
    { ...frame, video: { ...clip("v"), seconds: undefined } },
    "video: The video doesn't say how long it is. Save it anew and send it again.",
  ],
];

describe("refusals of pictures and videos", () => {
  it.each(rows)("%s (%s)", (_title, model, input, ...expected) => {
    expect(sentences(model, input)).toEqual(expected);
  });
});
