import { describe, expect, it } from "vitest";
import { having, sentences } from "./ask.ts";
import { clip, picture } from "./samples.ts";

const words = { prompt: "a cat" };
const frame = { image: picture("first") };
const film = { video: clip("v") };
const text = (length: number) => "x".repeat(length);
const shot = (seconds: number, prompt = "words") => ({ prompt, seconds });

/** What a member reads, after the name of the option that it is about. */
const rows: [title: string, model: string, input: Record<string, unknown>, ...sentences: string[]][] = [
  ["no words", "kling-v3-text-to-video", {}, "prompt: prompt is missing. Say in words what the video should show."],
  [
    "blank words",
    "kling-o3-text-to-video",
    { prompt: "  " },
    "prompt: prompt is missing. Say in words what the video should show.",
  ],
  [
    "a prompt of 2,501 characters",
    "kling-v3-text-to-video",
    { prompt: text(2501) },
    "prompt: prompt is 2,501 characters long; Kling 3.0 takes up to 2,500. Shorten it by 1.",
  ],
  [
    "a negative prompt of 2,600 characters",
    "kling-v3-text-to-video",
    { ...words, negative: text(2600) },
    "negative: negative is 2,600 characters long; Kling 3.0 takes up to 2,500. Shorten it by 100.",
  ],
  [
    "a negative prompt on Kling O3",
    "kling-o3-text-to-video",
    { ...words, negative: "x" },
    "negative: kling-o3 takes no negative prompt; kling-3 does. Leave negative out or choose it.",
  ],
  [
    "a prompt that is no text",
    "kling-v3-image-to-video",
    { ...frame, prompt: 7 },
    "prompt: prompt takes words. Write them after prompt:",
  ],
  [
    "duration 2",
    "kling-v3-text-to-video",
    { ...words, duration: 2 },
    "duration: duration is 2 s; Kling 3.0 takes whole seconds from 3 to 15. Ask for 3.",
  ],
  [
    "duration 16",
    "kling-v3-image-to-video",
    { ...frame, duration: 16 },
    "duration: duration is 16 s; Kling 3.0 takes whole seconds from 3 to 15. Ask for 15.",
  ],
  [
    "duration 4.5",
    "kling-v3-text-to-video",
    { ...words, duration: 4.5 },
    "duration: duration is 4.5 s; Kling 3.0 takes whole seconds from 3 to 15. Ask for 5.",
  ],
  [
    "a duration in words",
    "kling-v3-text-to-video",
    { ...words, duration: "five" },
    "duration: duration is “five”; Kling 3.0 takes whole seconds from 3 to 15. Ask for a number, such as 5.",
  ],
  [
    "11 s for a reference",
    "kling-o3-reference-to-video",
    { ...words, ...film, duration: 11 },
    "duration: duration is 11 s; Kling O3 reference takes whole seconds from 3 to 10. Ask for 10.",
  ],
  [
    "a duration for an edit",
    "kling-o3-video-edit",
    { ...words, ...film, duration: 5 },
    "duration: Kling O3 edit keeps the video's own length. Leave duration out, or cut the video first.",
  ],
  [
    "a duration for motion control",
    "kling-v3-motion-control",
    { ...frame, ...film, duration: 5 },
    "duration: Kling 3.0 motion control lasts as long as the video, up to 10 or 30 s. Leave duration out, or cut the video first.",
  ],
  [
    "quality 8k",
    "kling-v3-text-to-video",
    { ...words, quality: "8k" },
    "quality: quality can be 720p or 1080p, not “8k”. Choose one of them.",
  ],
  [
    "quality 4k",
    "kling-o3-text-to-video",
    { ...words, quality: "4k" },
    "quality: quality 4k has no published price, so it can't be made here. Choose 720p or 1080p.",
  ],
  [
    "aspect 4:3",
    "kling-v3-text-to-video",
    { ...words, aspect: "4:3" },
    "aspect: aspect can be 16:9, 9:16 or 1:1, not “4:3”. Choose one of them.",
  ],
  [
    "an aspect beside a first frame",
    "kling-v3-image-to-video",
    { ...frame, aspect: "9:16" },
    "aspect: aspect is 9:16, but the first frame gives the video its shape. Leave aspect out, or crop the picture.",
  ],
  [
    "an aspect beside Turbo's first frame",
    "kling-v3-turbo-image-to-video",
    { ...frame, aspect: "1:1" },
    "aspect: The first frame gives the video its shape. Leave aspect out, or crop the picture.",
  ],
  [
    "an aspect for an edit",
    "kling-o3-video-edit",
    { ...words, ...film, aspect: "1:1" },
    "aspect: Kling O3 edit keeps the video's own shape. Leave aspect out, or crop the video first.",
  ],
  [
    "an aspect for motion control",
    "kling-v3-motion-control",
    { ...frame, ...film, aspect: "1:1" },
    "aspect: Kling 3.0 motion control keeps the shape of what it is given. Leave aspect out.",
  ],
  [
    "sound that is a word",
    "kling-v3-text-to-video",
    { ...words, sound: "maybe" },
    "sound: sound is yes or no, not “maybe”.",
  ],
  [
    "sound on Turbo",
    "kling-v3-turbo-text-to-video",
    { ...words, sound: true },
    `sound: kling-turbo makes no sound; ${having("sound")} do. Leave sound out or choose one of them.`,
  ],
  [
    "sound with a reference video",
    "kling-o3-reference-to-video",
    { ...words, ...film, sound: true },
    `sound: Kling O3 reference makes no sound; ${having("sound")} do. Leave sound out or choose one of them.`,
  ],
  [
    "keep_sound on Kling 3.0",
    "kling-v3-image-to-video",
    { ...frame, keep_sound: true },
    "keep_sound: kling-3 has no sound to keep; the commands reference, edit and motion do. Leave keep_sound out or use one of them.",
  ],
  [
    "a watermark on Turbo",
    "kling-v3-turbo-text-to-video",
    { ...words, watermark: true },
    `watermark: kling-turbo puts no watermark on; ${having("watermark")} do. Leave watermark out or choose one of them.`,
  ],
  [
    "an orientation that there is not",
    "kling-v3-motion-control",
    { ...frame, ...film, orientation: "left" },
    "orientation: orientation can be image or video, not “left”. Choose one of them.",
  ],
  [
    "an orientation on Kling 3.0",
    "kling-v3-image-to-video",
    { ...frame, orientation: "image" },
    "orientation: kling-3 has no orientation to choose; the motion command does. Leave orientation out or use it.",
  ],
  [
    "seven shots",
    "kling-v3-text-to-video",
    { shots: Array.from({ length: 7 }, () => shot(2)) },
    "shots: There are 7 shots; Kling 3.0 takes up to 6. Leave out 1.",
  ],
  [
    "a shot of 513 characters",
    "kling-v3-image-to-video",
    { ...frame, shots: [shot(5, text(513))] },
    "shots: Shot 1 is 513 characters long; a shot takes up to 512. Shorten it by 1.",
  ],
  [
    "shots of 11 s for a duration of 12 s",
    "kling-v3-text-to-video",
    { duration: 12, shots: [shot(5), shot(6)] },
    "shots: The shots add up to 11 s, but duration is 12 s. Make them 1 s longer, or leave duration out.",
  ],
  [
    "a shot of 5 s for a duration of 3 s",
    "kling-o3-text-to-video",
    { duration: 3, shots: [shot(5)] },
    "shots: The shot lasts 5 s, but duration is 3 s. Make it 2 s shorter, or leave duration out.",
  ],
  [
    "shots of 18 s",
    "kling-o3-text-to-video",
    { shots: [shot(9), shot(9)] },
    "shots: The shots add up to 18 s; Kling O3 makes videos of 3 to 15 s. Take 3 s away.",
  ],
  [
    "a shot of 2 s alone",
    "kling-o3-text-to-video",
    { shots: [shot(2)] },
    "shots: The shot lasts 2 s; Kling O3 makes videos of 3 to 15 s. Add 1 s.",
  ],
  [
    "a shot of 0 s",
    "kling-v3-text-to-video",
    { shots: [shot(0), shot(5)] },
    "shots: Shot 1 lasts 0 s; a shot lasts whole seconds, at least 1. Change its seconds.",
  ],
  [
    "shots of 2.5 s",
    "kling-v3-text-to-video",
    { shots: [shot(2.5), shot(2.5)] },
    "shots: Shot 1 lasts 2.5 s; a shot lasts whole seconds, at least 1. Change its seconds.",
    "shots: Shot 2 lasts 2.5 s; a shot lasts whole seconds, at least 1. Change its seconds.",
  ],
  [
    "a shot without words",
    "kling-v3-text-to-video",
    { shots: [shot(5, " ")] },
    "shots: Shot 1 has no words. Say what happens in it, as 5s: the door opens.",
  ],
  [
    "no shots",
    "kling-v3-text-to-video",
    { shots: [] },
    "shots: There are no shots in shots. Write one a line, as 5s: the door opens.",
  ],
  [
    "shots that are a word",
    "kling-v3-text-to-video",
    { shots: "maybe" },
    "shots: shots can't be “maybe”. Write one a line, as 5s: the door opens. Or say auto.",
  ],
  [
    "shots that are a number",
    "kling-o3-text-to-video",
    { shots: 5 },
    "shots: shots can't be “5”. Write one a line, as 5s: the door opens.",
  ],
  [
    "shots auto on Kling O3",
    "kling-o3-text-to-video",
    { ...words, shots: "auto" },
    "shots: Kling O3 doesn't cut by itself; kling-3 does. Write one a line, as 5s: the door opens. Or choose kling-3.",
  ],
  [
    "shots auto without a prompt",
    "kling-v3-text-to-video",
    { shots: "auto" },
    "prompt: prompt is missing: with shots auto, Kling 3.0 cuts your prompt into shots. Say in words what the video should show.",
  ],
  [
    "shots and a prompt",
    "kling-v3-text-to-video",
    { ...words, shots: [shot(5)] },
    "prompt: Kling 3.0 reads either shots or a prompt, not both. Put the prompt's words into the shots or leave it out.",
  ],
  [
    "shots on Turbo's first frame",
    "kling-v3-turbo-image-to-video",
    { ...frame, shots: [shot(5)] },
    "shots: kling-turbo takes shots only in a video from words. Leave shots out here.",
  ],
  [
    "shots too long together for Turbo's prompt",
    "kling-v3-turbo-text-to-video",
    { shots: Array.from({ length: 5 }, () => shot(3, text(512))) },
    "shots: The shots are 2,624 characters long together; Kling 3.0 Turbo takes up to 2,500. Shorten them by 124.",
  ],
  [
    "shots for an edit",
    "kling-o3-video-edit",
    { ...words, ...film, shots: [shot(5)] },
    `shots: Kling O3 edit takes no shots; ${having("shots")} do. Leave shots out or choose one of them.`,
  ],
  [
    "no words for an edit",
    "kling-o3-video-edit",
    { ...film },
    "prompt: prompt is missing. Say in words what should change.",
  ],
  [
    "no words for a reference",
    "kling-o3-reference-to-video",
    { ...film },
    "prompt: prompt is missing. Say in words what the new video should show.",
  ],
  [
    "an option that there is not",
    "kling-v3-text-to-video",
    { ...words, seed: 7 },
    "seed: There is no option called seed. Leave seed out.",
  ],
];

describe("refusals of what is said: words, numbers, choices and shots", () => {
  it.each(rows)("%s (%s)", (_title, model, input, ...expected) => {
    expect(sentences(model, input)).toEqual(expected);
  });
});
