type Row = readonly [line: string, meant: Readonly<Record<string, unknown>>];

const boat = (more: Record<string, unknown> = {}) => ({ prompt: "a boat", ...more });

/** Lines of which nothing is in doubt. */
export const UNDERSTOOD: readonly Row[] = [
  // Options by name, however the sign is written.
  ...[
    "duration:8",
    "duration=8",
    "duration：8",
    "duration: 8",
    "DURATION:8",
    "Duration=8s",
    "--duration 8",
    "--duration=8",
  ].map((said): Row => [`video a boat ${said}`, boat({ duration: 8 })]),
  ...["–-duration 8", "-–duration 8", "—duration 8", "–duration=8", "-‑duration=8", "−-duration：8"].map(
    (said): Row => [`video a boat ${said}`, boat({ duration: 8 })],
  ),
  ...[
    "--turbo",
    "–-turbo",
    "—turbo",
    "model:turbo",
    "model=kling-turbo",
    "model:kling-v3-turbo",
    "model:klingturbo",
  ].map((said): Row => [`video a boat ${said}`, boat({ model: "kling-turbo" })]),
  ...["model:kling3", "model:kling-v3", "model=3", "--kling-3", "model:kling-v3-text-to-video"].map(
    (said): Row => [`video a boat ${said}`, boat({ model: "kling-3" })],
  ),
  // A value alone, before or behind the words.
  ...["8s", "8S", "8s.", "8 s, 720p"].map(
    (said): Row => [
      `video a boat, ${said}`,
      boat({ duration: 8, ...(said.includes("720p") ? { quality: "720p" } : {}) }),
    ],
  ),
  ["video 8s a boat", boat({ duration: 8 })],
  ["video 8s 9:16 a boat 1080p", boat({ duration: 8, aspect: "9:16", quality: "1080p" })],
  ["video a boat, 8s, 9:16", boat({ duration: 8, aspect: "9:16" })],
  ["video a boat; 8s; 1080p", boat({ duration: 8, quality: "1080p" })],
  ["video a boat 16x9", boat({ aspect: "16:9" })],
  ["video a boat 9×16", boat({ aspect: "9:16" })],
  ["video a boat 1X1", boat({ aspect: "1:1" })],
  ["video a boat aspect:9x16", boat({ aspect: "9:16" })],
  ["video a boat aspect_ratio=9×16", boat({ aspect: "9:16" })],
  ["video a boat 8s\non a river", { prompt: "a boat\non a river", duration: 8 }],
  // Between words it is one of them.
  ["video a 5s countdown clock", { prompt: "a 5s countdown clock" }],
  ["video a 9:16 frame on a wall", { prompt: "a 9:16 frame on a wall" }],
  ["video the 1080p screen flickers", { prompt: "the 1080p screen flickers" }],
  ["video a 4k television falls", { prompt: "a 4k television falls" }],
  ["video a boat 8s on a river", { prompt: "a boat 8s on a river" }],
  ["video a boat waits 3.5s then goes", { prompt: "a boat waits 3.5s then goes" }],
  // Plain words, after a comma or beside a value.
  ["video a boat, 8 seconds, vertical", boat({ duration: 8, aspect: "9:16" })],
  ["video a boat, 8 sec", boat({ duration: 8 })],
  ["video a boat 9:16 8 seconds", boat({ duration: 8, aspect: "9:16" })],
  ["video a boat vertical 8s", boat({ duration: 8, aspect: "9:16" })],
  ["video vertical, a boat", boat({ aspect: "9:16" })],
  ["video a boat, horizontal", boat({ aspect: "16:9" })],
  ["video a boat landscape 5s", boat({ aspect: "16:9", duration: 5 })],
  ["video a boat square 1080p", boat({ aspect: "1:1", quality: "1080p" })],
  ["video a boat, silent", boat({ sound: false })],
  ["video a boat silent 8s", boat({ sound: false, duration: 8 })],
  ["video a boat --no-sound", boat({ sound: false })],
  ["video a boat no sound", boat({ sound: false })],
  ["video a boat without sound", boat({ sound: false })],
  ["video a boat with sound", boat({ sound: true })],
  ["video a boat, with sound, 8s", boat({ sound: true, duration: 8 })],
  ["video a boat --no-watermark", boat({ watermark: false })],
  // At the very beginning a value counts, whatever follows.
  ["video 3s and 5s fall like rain", { prompt: "and 5s fall like rain", duration: 3 }],
  ["video no sound, a boat", boat({ sound: false })],
  ["video no sound of steps", { prompt: "no sound of steps" }],
  ["video 8 seconds of rain", { prompt: "8 seconds of rain" }],
  ["video a mountain landscape", { prompt: "a mountain landscape" }],
  ["video an oil portrait", { prompt: "an oil portrait" }],
  ["video pigeons in a town square", { prompt: "pigeons in a town square" }],
  ["video vertical", { prompt: "vertical" }],
  ["video vertical lines of rain", { prompt: "vertical lines of rain" }],
  // Quotes of any language.
  ...['"a boat"', "“a boat”", "„a boat“", "«a boat»", "»a boat«", "「a boat」", "『a boat』", "‟a boat”"].map(
    (said): Row => [`video ${said} 8s`, boat({ duration: 8 })],
  ),
  ["video «a boat 8s»", { prompt: "a boat 8s" }],
  ["video a boat negative:«rain and wind»", boat({ negative: "rain and wind" })],
  ["video a boat negative=「rain and wind」", boat({ negative: "rain and wind" })],
  ['video "a boat durration:5"', { prompt: "a boat durration:5" }],
  // Words that only look like something.
  ["video a sign that says: open", { prompt: "a sign that says: open" }],
  ["video mode:dark, a boat", { prompt: "mode:dark, a boat" }],
  ["video scene 2: the door opens", { prompt: "scene 2: the door opens" }],
  ["video x=5 on a blackboard", { prompt: "x=5 on a blackboard" }],
  ["video note: he runs", { prompt: "note: he runs" }],
  ["video time:lapse of a flower", { prompt: "time:lapse of a flower" }],
  // Shots.
  ["storyboard 5s: a door; 3s: a hand", { shots: "5s: a door; 3s: a hand" }],
  ["storyboard auto 12s a heist", { shots: "auto a heist", duration: 12 }],
  ["storyboard 12s auto a heist 1080p", { shots: "auto a heist", duration: 12, quality: "1080p" }],
  ["storyboard 1. a door 5s\n2. a hand 3s", { shots: "1. a door 5s\n2. a hand 3s" }],
];

/** Lines that could mean two things, and which one is asked about. */
export const ASKED: readonly (readonly [line: string, meant: string])[] = [
  ["video a boat durration:5", "duration:5"],
  ["video a boat duratoin=5", "duration:5"],
  ["video a boat duraton:5s", "duration:5s"],
  ["video durration:5 a boat", "duration:5"],
  ["video a boat qualty:1080p", "quality:1080p"],
  ["video a boat qualtiy=720p", "quality:720p"],
  ["video a boat sond:yes", "sound:yes"],
  ["video a boat sounds:no", "sound:no"],
  ["video a boat modle:turbo", "model:turbo"],
  ["video a boat aspct:9:16", "aspect:9:16"],
  ["video a boat aspect_ration:9:16", "aspect:9:16"],
  ["video a boat negativ:blurry", "negative:blurry"],
  ["video a boat watermrk:no", "watermark:no"],
  ["video a man waits 8 sec", "duration:8"],
  ["video a man waits 8 seconds", "duration:8"],
  ["video a man waits 8 seconds.", "duration:8"],
  ["video a boat vertical", "aspect:9:16"],
  ["video lines that run horizontal", "aspect:16:9"],
  ["video the room falls silent", "sound:no"],
  ["animate waves imge:https://example.org/a.png", "image:https://example.org/a.png"],
];
