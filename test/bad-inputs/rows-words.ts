import { video } from "../media/videos.ts";
import { having, taking } from "../models/ask.ts";
import { picture } from "../models/samples.ts";
import { boat, pictures, stamp } from "./files.ts";
import type { Row } from "./stage.ts";

const clip = { name: "clip.mp4", bytes: await video({ width: 1280, height: 720, seconds: 5 }) };
const long = "a".repeat(2501);

/** Each model's command with too many words, by the name the sentence has for the model. */
const tooManyWords: readonly Row[] = [
  { label: "Kling O3", line: `/video --o3 ${long}` },
  { label: "Kling 3.0 Turbo", line: `/video --turbo ${long}` },
  { label: "Kling O3", line: `/animate --o3 ${long}`, files: [boat] },
  { label: "Kling 3.0 Turbo", line: `/animate --turbo ${long}`, files: [boat] },
  { label: "Kling O3 reference", line: `/reference ${long}`, files: [clip] },
  { label: "Kling O3 edit", line: `/edit ${long}`, files: [clip] },
  { label: "Kling 3.0 motion control", line: `/motion ${long}`, files: [boat, clip] },
].map(({ label, ...row }) => ({
  ...row,
  wrong: `a prompt of 2,501 characters to ${label} by ${row.line.slice(0, 10).split(" ")[0]}`,
  reads: `Shorten prompt by 1 character: it has 2,501, and the most is 2,500.`,
}));

/** What a model doesn't have, and what must be there. */
export const WORDS: readonly Row[] = [
  ...tooManyWords,
  ...["/video --turbo a paper boat --sound", "/storyboard model:turbo sound:yes 5s: the door opens"].map((line) => ({
    wrong: `sound on Turbo by ${line}`,
    line,
    reads: `Leave sound out, or choose ${having("sound")}: kling-turbo makes no sound.`,
  })),
  {
    wrong: "sound on Turbo with a picture",
    line: "/animate --turbo waves roll in sound:yes",
    files: [boat],
    reads: `Leave sound out, or choose ${having("sound")}: kling-turbo makes no sound.`,
  },
  {
    wrong: "a negative prompt on O3",
    line: "/video --o3 a paper boat negative:rain",
    reads: `Leave negative out, or choose ${having("negative")}: kling-o3 takes no negative prompt.`,
  },
  {
    wrong: "a shape beside a first frame",
    line: "/animate --kling-3 waves roll in 9:16",
    files: [boat],
    reads:
      "Leave aspect out, or crop the picture: the first frame gives the video its shape, so 9:16 can't be asked for. To keep “9:16” as words, put all your words in quotes.",
  },
  {
    wrong: "11 s of reference",
    line: "/reference the same at night 11s",
    files: [clip],
    reads:
      "duration takes whole seconds from 3 to 10, not “11s”. Try duration:10. To keep “11s” as words, put all your words in quotes.",
  },
  {
    wrong: "automatic shots on Turbo",
    line: '/storyboard --turbo prompt:"a paper boat" auto',
    reads: `Write the shots one per line, like “5s: the door opens”, or choose ${taking("text", { prompt: "a", shots: "auto" })}. Kling 3.0 Turbo can't cut a prompt into shots by itself.`,
  },
  {
    wrong: "no video to follow",
    line: "/reference the same at night",
    reads: "Attach the video to follow as video, an MP4 or MOV of at least 3 s.",
  },
  {
    wrong: "no video to edit",
    line: "/edit make it night",
    reads: "Attach the video to edit as video, an MP4 or MOV of at least 3 s.",
  },
  {
    wrong: "no words for an edit",
    line: "/edit",
    files: [clip],
    reads: "Say what should change: prompt is missing.",
  },
  {
    wrong: "no performance",
    line: "/motion",
    files: [boat],
    reads: "Attach the performance to copy as video, an MP4 or MOV of 3 to 30 s.",
  },
  {
    wrong: "nobody to move",
    line: "/motion",
    files: [clip],
    reads: "Attach a picture of the character as image, a JPG or PNG.",
  },
  {
    wrong: "an element from nothing",
    line: "/element create name:Kim a young woman",
    reads:
      "Attach a picture of the face from the front as image, or a video: there's nothing to make the character from.",
  },
  {
    wrong: "an element's name of 21 characters",
    line: "/element create name:Adaline_of_Everywhere a young woman",
    files: [boat],
    reads: "A name can have 20 characters; this one has 21. Shorten it by 1.",
  },
  {
    wrong: "an element's description of 101 characters",
    line: `/element create name:Kim ${"a".repeat(101)}`,
    files: [boat],
    reads: "Shorten description by 1 character: it has 101, and the most is 100.",
  },
];

/** Pictures that are too small or too many, or at the wrong end. */
export const PICTURES: readonly Row[] = [
  ...["/animate --o3 waves", "/animate --turbo waves", "/element create name:Kim a young woman"].map((line) => ({
    wrong: `a picture of 200×200 by ${line}`,
    line,
    files: [stamp],
    reads: `Send a larger picture: the ${line.startsWith("/element") ? "front " : ""}picture is 200×200 pixels, and both sides must be at least 300.`,
  })),
  {
    wrong: "a character of 200×200",
    line: "/motion",
    files: [stamp, clip],
    reads: "Send a larger picture: the picture is 200×200 pixels, and both sides must be at least 300.",
  },
  ...["/reference the same at night", "/edit make it night"].map((line) => ({
    wrong: `a reference picture of 200×200 by ${line}`,
    line,
    files: [clip, boat, stamp],
    reads: "Send a larger picture: reference picture 2 is 200×200 pixels, and both sides must be at least 300.",
  })),
  ...["/video a paper boat", "/video --o3 a paper boat", "/video --turbo a paper boat"].map((line) => ({
    wrong: `a picture to ${line}`,
    line,
    files: [boat],
    reads: "This command takes no files. Send it again without the attachment.",
  })),
  {
    wrong: "reference pictures on Kling 3.0",
    line: "/animate --kling-3 waves",
    files: pictures(3),
    reads: `Leave the reference pictures out, or choose ${having("references")}: kling-3 takes no reference pictures.`,
  },
  {
    wrong: "a last frame on Turbo",
    line: "/animate --turbo waves",
    files: pictures(2),
    reads: `Leave end_image out, or choose ${having("end_image")}: kling-turbo takes no last frame.`,
  },
  {
    wrong: "seven pictures",
    line: "/animate --o3 waves",
    files: pictures(7),
    reads:
      "Leave out end_image or the 5 reference pictures: there are 7 pictures, and with a last frame Kling O3 takes up to 2.",
  },
  {
    wrong: "two characters to move",
    line: "/motion",
    files: [...pictures(2), clip],
    reads: "That's 3 files; this command has room for 2 (image or video). Leave the others out.",
  },
  ...[
    { wrong: "five pictures of a character", files: pictures(5) },
    { wrong: "a picture and a video of a character", files: [boat, clip] },
  ].map((row) => ({
    ...row,
    line: "/element create name:Kim a young woman",
    reads: "Leave out the pictures or the video: a character is made from up to 4 pictures, or from one video.",
  })),
  {
    wrong: "five pictures beside a video",
    line: "/edit make it night",
    files: [clip, ...pictures(5)],
    reads:
      "That's 6 files; this command has room for 5 (video, reference1, reference2, reference3, or reference4). Leave the others out.",
  },
  {
    wrong: "a last frame without a first on O3",
    line: "/animate --o3 waves end_image:JOB.image",
    reads: `Attach the first frame as image, or choose ${taking("image", { end_image: picture("l") })}: Kling O3 takes a last frame only with a first one.`,
  },
  {
    wrong: "three pictures and a last frame on O3",
    line: "/animate --o3 waves end_image:JOB.image",
    files: pictures(3),
    reads:
      "Leave out end_image or the 2 reference pictures: there are 4 pictures, and with a last frame Kling O3 takes up to 2.",
  },
];
