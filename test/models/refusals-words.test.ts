import { describe, expect, it } from "vitest";
import { commandsWith, having, havingIn, sentences, taking } from "./ask.ts";
import { clip, picture } from "./samples.ts";

const words = { prompt: "a cat" };
const frame = { image: picture("first") };
const film = { video: clip("v") };
const text = (length: number) => "x".repeat(length);
const shot = (seconds: number, prompt = "words") => ({ prompt, seconds });

/** What a member reads, after the name of the option that it is about. */
const rows: [title: string, model: string, input: Record<string, unknown>, ...sentences: string[]][] = [
  ["no words", "kling-v3-text-to-video", {}, "prompt: Say what the video should show: prompt is missing."],
  [
    "blank words",
    "kling-o3-text-to-video",
    { prompt: "  " },
    "prompt: Say what the video should show: prompt is missing.",
  ],
  [
    "a prompt of 2,501 characters",
    "kling-v3-text-to-video",
    { prompt: text(2501) },
    "prompt: Shorten prompt by 1 character: it has 2,501, and the most is 2,500.",
  ],
  [
    "a negative prompt of 2,600 characters",
    "kling-v3-text-to-video",
    { ...words, negative: text(2600) },
    "negative: Shorten negative by 100 characters: it has 2,600, and the most is 2,500.",
  ],
  [
    "a negative prompt on Kling O3",
    "kling-o3-text-to-video",
    { ...words, negative: "x" },
    `negative: Leave negative out, or choose ${having("negative")}: kling-o3 takes no negative prompt.`,
  ],
  ["a prompt that is no text", "kling-v3-image-to-video", { ...frame, prompt: 7 }, "prompt: Write prompt in words."],
  [
    "duration 2",
    "kling-v3-text-to-video",
    { ...words, duration: 2 },
    "duration: Ask for 3 s instead of 2 s: Kling 3.0 makes videos of 3 to 15 whole seconds.",
  ],
  [
    "duration 16",
    "kling-v3-image-to-video",
    { ...frame, duration: 16 },
    "duration: Ask for 15 s instead of 16 s: Kling 3.0 makes videos of 3 to 15 whole seconds.",
  ],
  [
    "duration 4.5",
    "kling-v3-text-to-video",
    { ...words, duration: 4.5 },
    "duration: Ask for 5 s instead of 4.5 s: Kling 3.0 makes videos of 3 to 15 whole seconds.",
  ],
  [
    "a duration in words",
    "kling-v3-text-to-video",
    { ...words, duration: "five" },
    "duration: Ask for a number of seconds, like 5: “five” isn't one. Kling 3.0 makes videos of 3 to 15 s.",
  ],
  [
    "11 s for a reference",
    "kling-o3-reference-to-video",
    { ...words, ...film, duration: 11 },
    "duration: Ask for 10 s instead of 11 s: Kling O3 reference makes videos of 3 to 10 whole seconds.",
  ],
  [
    "a duration for an edit",
    "kling-o3-video-edit",
    { ...words, ...film, duration: 5 },
    "duration: Leave duration out, or trim the video first: Kling O3 edit keeps the video's own length.",
  ],
  [
    "a duration for motion control",
    "kling-v3-motion-control",
    { ...frame, ...film, duration: 5 },
    "duration: Leave duration out, or trim the video first: Kling 3.0 motion control lasts as long as the video, up to 10 or 30 s.",
  ],
  [
    "quality 8k",
    "kling-v3-text-to-video",
    { ...words, quality: "8k" },
    "quality: Choose 720p or 1080p for quality: “8k” isn't one of them.",
  ],
  [
    "quality 4k",
    "kling-o3-text-to-video",
    { ...words, quality: "4k" },
    "quality: Choose 720p or 1080p: no price is published for kling-o3 in 4k, and whoever runs Reelay has set none.",
  ],
  [
    "quality 4k on Turbo",
    "kling-v3-turbo-text-to-video",
    { ...words, quality: "4k" },
    "quality: Choose 720p or 1080p: kling-turbo makes no 4k.",
  ],
  [
    "quality 4k for an edit",
    "kling-o3-video-edit",
    { ...words, video: clip("v"), quality: "4K" },
    "quality: Choose 720p or 1080p: Kling O3 edit makes no 4k.",
  ],
  [
    "aspect 4:3",
    "kling-v3-text-to-video",
    { ...words, aspect: "4:3" },
    "aspect: Choose 16:9, 9:16, or 1:1 for aspect: “4:3” isn't one of them.",
  ],
  [
    "an aspect beside a first frame",
    "kling-v3-image-to-video",
    { ...frame, aspect: "9:16" },
    "aspect: Leave aspect out, or crop the picture: the first frame gives the video its shape, so 9:16 can't be asked for.",
  ],
  [
    "an aspect beside Turbo's first frame",
    "kling-v3-turbo-image-to-video",
    { ...frame, aspect: "1:1" },
    "aspect: Leave aspect out, or crop the picture: the first frame gives the video its shape.",
  ],
  [
    "an aspect for an edit",
    "kling-o3-video-edit",
    { ...words, ...film, aspect: "1:1" },
    "aspect: Leave aspect out, or crop the video first: Kling O3 edit keeps the video's own shape.",
  ],
  [
    "an aspect for motion control",
    "kling-v3-motion-control",
    { ...frame, ...film, aspect: "1:1" },
    "aspect: Leave aspect out: Kling 3.0 motion control keeps the shape of what it's given.",
  ],
  [
    "sound that is a word",
    "kling-v3-text-to-video",
    { ...words, sound: "maybe" },
    "sound: Say yes or no for sound: “maybe” is neither.",
  ],
  [
    "sound on Turbo",
    "kling-v3-turbo-text-to-video",
    { ...words, sound: true },
    `sound: Leave sound out, or choose ${having("sound")}: kling-turbo makes no sound.`,
  ],
  [
    "sound with a reference video",
    "kling-o3-reference-to-video",
    { ...words, ...film, sound: true },
    `sound: Leave sound out: Kling O3 reference makes no sound. ${having("sound", "all")}, in other commands.`,
  ],
  [
    "keep_sound on Kling 3.0",
    "kling-v3-image-to-video",
    { ...frame, keep_sound: true },
    `keep_sound: Leave keep_sound out, or use ${commandsWith("video", "keep_sound")}: kling-3 has no sound to keep.`,
  ],
  [
    "a watermark on Turbo",
    "kling-v3-turbo-text-to-video",
    { ...words, watermark: true },
    `watermark: Leave watermark out, or choose ${having("watermark")}: kling-turbo puts no watermark on.`,
  ],
  [
    "an orientation that there is not",
    "kling-v3-motion-control",
    { ...frame, ...film, orientation: "left" },
    "orientation: Choose image or video for orientation: “left” isn't one of them.",
  ],
  [
    "an orientation on Kling 3.0",
    "kling-v3-image-to-video",
    { ...frame, orientation: "image" },
    `orientation: Leave orientation out, or use ${commandsWith("video", "orientation")}: kling-3 has no orientation to choose.`,
  ],
  [
    "seven shots",
    "kling-v3-text-to-video",
    { shots: Array.from({ length: 7 }, () => shot(2)) },
    "shots: Leave out 1: there are 7 shots, and Kling 3.0 takes up to 6.",
  ],
  [
    "a shot of 513 characters",
    "kling-v3-image-to-video",
    { ...frame, shots: [shot(5, text(513))] },
    "shots: Shorten shot 1 by 1 character: it has 513, and the most is 512.",
  ],
  [
    "shots of 11 s for a duration of 12 s",
    "kling-v3-text-to-video",
    { duration: 12, shots: [shot(5), shot(6)] },
    "shots: Make the shots 1 s longer, or leave duration out: they add up to 11 s, and duration is 12 s.",
  ],
  [
    "a shot of 5 s for a duration of 3 s",
    "kling-o3-text-to-video",
    { duration: 3, shots: [shot(5)] },
    "shots: Make the shot 2 s shorter, or leave duration out: it lasts 5 s, and duration is 3 s.",
  ],
  [
    "shots of 18 s",
    "kling-o3-text-to-video",
    { shots: [shot(9), shot(9)] },
    "shots: Take 3 s away: the shots add up to 18 s, and Kling O3 makes videos of 3 to 15 s.",
  ],
  [
    "a shot of 2 s alone",
    "kling-o3-text-to-video",
    { shots: [shot(2)] },
    "shots: Add 1 s: the shot lasts 2 s, and Kling O3 makes videos of 3 to 15 s.",
  ],
  [
    "a shot of 0 s",
    "kling-v3-text-to-video",
    { shots: [shot(0), shot(5)] },
    "shots: Give shot 1 whole seconds, at least 1: it has 0 s.",
  ],
  [
    "shots of 2.5 s",
    "kling-v3-text-to-video",
    { shots: [shot(2.5), shot(2.5)] },
    "shots: Give shot 1 whole seconds, at least 1: it has 2.5 s.",
    "shots: Give shot 2 whole seconds, at least 1: it has 2.5 s.",
  ],
  [
    "a shot without words",
    "kling-v3-text-to-video",
    { shots: [shot(5, " ")] },
    "shots: Say what happens in shot 1, like “5s: the door opens”.",
  ],
  ["no shots", "kling-v3-text-to-video", { shots: [] }, "shots: Write at least one shot, like “5s: the door opens”."],
  [
    "shots that are a word",
    "kling-v3-text-to-video",
    { shots: "maybe" },
    "shots: Write the shots one per line, like “5s: the door opens”, or say auto. “maybe” is neither.",
  ],
  [
    "shots that are a number",
    "kling-o3-text-to-video",
    { shots: 5 },
    "shots: Write the shots one per line, like “5s: the door opens”. “5” isn't a shot.",
  ],
  [
    "shots auto on Kling O3",
    "kling-o3-text-to-video",
    { ...words, shots: "auto" },
    `shots: Write the shots one per line, like “5s: the door opens”, or choose ${taking("text", { prompt: "a", shots: "auto" })}. Kling O3 can't cut a prompt into shots by itself.`,
  ],
  [
    "shots auto without a prompt",
    "kling-v3-text-to-video",
    { shots: "auto" },
    "prompt: Say what the video should show: with shots:auto, Kling 3.0 cuts your prompt into shots, and prompt is missing.",
  ],
  [
    "shots and a prompt",
    "kling-v3-text-to-video",
    { ...words, shots: [shot(5)] },
    "prompt: Put the prompt's words into the shots, or leave prompt out: Kling 3.0 reads one or the other.",
  ],
  [
    "shots on Turbo's first frame",
    "kling-v3-turbo-image-to-video",
    { ...frame, shots: [shot(5)] },
    `shots: Leave shots out, or choose ${havingIn("image", "shots")}: kling-turbo takes shots only in /video.`,
  ],
  [
    "shots too long together for Turbo's prompt",
    "kling-v3-turbo-text-to-video",
    { shots: Array.from({ length: 5 }, () => shot(3, text(512))) },
    "shots: Shorten the shots by 124 characters: together they have 2,624, and the most on Kling 3.0 Turbo is 2,500.",
  ],
  [
    "shots for an edit",
    "kling-o3-video-edit",
    { ...words, ...film, shots: [shot(5)] },
    `shots: Leave shots out: Kling O3 edit takes no shots. ${having("shots", "all")}, in other commands.`,
  ],
  ["no words for an edit", "kling-o3-video-edit", { ...film }, "prompt: Say what should change: prompt is missing."],
  [
    "no words for a reference",
    "kling-o3-reference-to-video",
    { ...film },
    "prompt: Say what the new video should show: prompt is missing.",
  ],
  [
    "an option that there is not",
    "kling-v3-text-to-video",
    { ...words, seed: 7 },
    "seed: Leave seed out: there's no such option.",
  ],
];

describe("refusals of what is said: words, numbers, choices and shots", () => {
  it.each(rows)("%s (%s)", (_title, model, input, ...expected) => {
    expect(sentences(model, input)).toEqual(expected);
  });
});
