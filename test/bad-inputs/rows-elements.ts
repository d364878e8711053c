import { video } from "../media/videos.ts";
import { having, havingIn } from "../models/ask.ts";
import { boat, pictures } from "./files.ts";
import type { Row } from "./stage.ts";

const clip = { name: "clip.mp4", bytes: await video({ width: 1280, height: 720, seconds: 5 }) };

/** The cast that these rows speak of: made from pictures, */
export const FROM_PICTURES = ["Ada", "Bea", "Cleo", "Dora", "Eve", "Fay", "Gus", "Hal"] as const;
/** from a video, */
export const FROM_VIDEO = "Vic";
/** and not made yet. */
export const BEING_MADE = "Mia";

/** Every way to name somebody: each model once, and a shot. */
function everywhere(name: string): readonly Pick<Row, "line" | "files">[] {
  return [
    { line: `/video @${name} waves` },
    { line: `/video --o3 @${name} waves` },
    { line: `/video --turbo @${name} waves` },
    { line: `/animate @${name} waves`, files: [boat] },
    { line: `/animate --o3 @${name} waves`, files: [boat] },
    { line: `/animate --turbo @${name} waves`, files: [boat] },
    { line: `/reference @${name} waves`, files: [clip] },
    { line: `/edit put @${name} there`, files: [clip] },
    { line: `/motion element1:${name}`, files: [boat, clip] },
    { line: `/storyboard --o3 5s: @${name} waves` },
  ];
}

const list = (count: number) =>
  FROM_PICTURES.slice(0, count)
    .map((name) => `@${name}`)
    .join(", ");

export const ELEMENTS: readonly Row[] = [
  ...everywhere("Nobody").map((row) => ({
    ...row,
    wrong: `somebody who isn't in the cast by ${row.line}`,
    reads: "There's no @Nobody in the cast. See who is with /element list.",
  })),
  ...everywhere(BEING_MADE).map((row) => ({
    ...row,
    wrong: `an element that is still being made by ${row.line}`,
    reads: "@Mia is still being made: about 1 min more. Send this again then, or leave @Mia out.",
  })),
  {
    wrong: "an element on Kling 3.0 without a picture",
    line: "/video --kling-3 @Ada waves",
    reads: `Leave the characters out, or choose ${havingIn("text", "elements")}: kling-3 takes characters only in /animate.`,
  },
  {
    wrong: "an element on Turbo",
    line: "/video --turbo @Ada waves",
    reads: `Leave the characters out, or choose ${having("elements")}: kling-turbo takes no characters.`,
  },
  {
    wrong: "an element on Turbo with a picture",
    line: "/animate --turbo @Ada waves",
    files: [boat],
    reads: `Leave the characters out, or choose ${having("elements")}: kling-turbo takes no characters.`,
  },
  {
    wrong: "eight elements on O3",
    line: `/video --o3 ${list(8)} wave`,
    reads: `Leave out 1: there are 8 characters (${list(8)}), and Kling O3 takes up to 7.`,
  },
  {
    wrong: "four elements on Kling 3.0",
    line: `/animate ${list(4)} wave`,
    files: [boat],
    reads: `Leave out 1: there are 4 characters (${list(4)}), and Kling 3.0 takes up to 3.`,
  },
  {
    wrong: "four elements with a first frame on O3",
    line: `/animate --o3 ${list(4)} wave`,
    files: [boat],
    reads: "Leave out 1: there are 4 characters, and with a first frame Kling O3 takes up to 3.",
  },
  {
    wrong: "five pictures and three elements on O3",
    line: `/animate --o3 ${list(3)} wave reference1:JOB.image reference2:JOB.image reference3:JOB.image reference4:JOB.image`,
    files: [boat],
    reads: "Leave out 1: there are 5 pictures and 3 characters, 8 in all, and Kling O3 takes up to 7 together.",
  },
  {
    wrong: "four pictures and an element beside a video to follow",
    line: "/reference @Ada waves",
    files: [clip, ...pictures(4)],
    reads:
      "Leave out 1: there are 4 reference pictures and 1 character, and beside a video Kling O3 reference takes up to 4 together.",
  },
  {
    wrong: "four pictures and an element beside a video to edit",
    line: "/edit put @Ada there",
    files: [clip, ...pictures(4)],
    reads:
      "Leave out 1: there are 4 reference pictures and 1 character, and beside a video Kling O3 edit takes up to 4 together.",
  },
  {
    wrong: "five elements beside a video to follow",
    line: `/reference ${list(5)} wave`,
    files: [clip],
    reads: `Leave out 1: there are 5 characters (${list(5)}), and Kling O3 reference takes up to 4.`,
  },
  {
    wrong: "five elements beside a video to edit",
    line: `/edit put ${list(5)} there`,
    files: [clip],
    reads: `Leave out 1: there are 5 characters (${list(5)}), and Kling O3 edit takes up to 4.`,
  },
  {
    wrong: "two elements in a motion",
    line: "/motion element1:Vic @Ada dances orientation:video",
    files: [boat, clip],
    reads: "Leave out 1: there are 2 characters (@Vic, @Ada), and Kling 3.0 motion control takes up to 1.",
  },
  {
    wrong: "an element made from pictures in a motion",
    line: "/motion element1:Ada orientation:video",
    files: [boat, clip],
    reads:
      "Leave @Ada out, or make the character from a video: @Ada was made from pictures, and Kling 3.0 motion control takes only characters made from a video.",
  },
  {
    wrong: "an element in a motion that faces as the picture does",
    line: "/motion element1:Vic orientation:image",
    files: [boat, clip],
    reads: "Choose orientation:video, or leave @Vic out: a character from the cast can only face as in the video.",
  },
  ...[
    { label: "Kling O3", line: "/animate --o3 @Vic waves", files: [boat] },
    { label: "Kling O3 reference", line: "/reference @Vic waves", files: [clip] },
    { label: "Kling O3 edit", line: "/edit put @Vic there", files: [clip] },
  ].map(({ label, ...row }) => ({
    ...row,
    wrong: `an element made from a video on ${label}`,
    reads: `Leave @Vic out, or make the character from pictures: @Vic was made from a video, and ${label} takes only characters made from pictures.`,
  })),
];
