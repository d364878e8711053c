import type { Ask } from "./ask.ts";

/** A request of which only what it is about is looked at. */
export type Typed = Pick<Ask, "title" | "line" | "files"> & {
  price: number;
  wire: Record<string, unknown> & { model: string };
};

const sevenPictures = ["first.png", "last.png", "scene.png", "coat.png", "hat.png", "robot.png", "ada.png"];
const sevenNamed = sevenPictures.map((name, index) => `reference${index + 1}:${name}`).join(" ");
export const SEVEN = ["C1", "C2", "C3", "C4", "C5", "C6", "C7"];
const sevenElements = SEVEN.map((name) => ({ element_id: `@${name}` }));
const watermark = { watermark_info: { enabled: true } };

/** All that models take, by option, by order and by name. */
export const typed: readonly Typed[] = [
  {
    title: "seven reference pictures by option",
    line: `/animate --o3 a knight ${sevenNamed}`,
    files: sevenPictures.toReversed(),
    price: 270_000,
    wire: { model: "kling-o3-image-to-video", image_urls: sevenPictures, prompt: "a knight" },
  },
  {
    title: "seven reference pictures in order, none of them a frame",
    line: "/animate --o3 a knight pictures:references",
    files: sevenPictures,
    price: 270_000,
    wire: { model: "kling-o3-image-to-video", image_urls: sevenPictures, prompt: "a knight" },
  },
  {
    title: "shots from reference pictures, none of them a frame",
    line: "/storyboard --o3 --pictures references\n3s: the door opens",
    files: ["coat.png", "hat.png"],
    price: 162_000,
    wire: { model: "kling-o3-image-to-video", image_urls: ["coat.png", "hat.png"], duration: 3 },
  },
  {
    title: "four reference pictures beside a video, in order",
    line: "/reference the same in snow",
    files: ["coat.png", "walk.mp4", "hat.png", "robot.png", "scene.png"],
    price: 405_000,
    wire: { model: "kling-o3-reference-to-video", image_urls: ["coat.png", "hat.png", "robot.png", "scene.png"] },
  },
  {
    title: "seven characters by option",
    line: `/video --o3 they dance ${SEVEN.map((name, index) => `element${index + 1}:${name}`).join(" ")}`,
    price: 270_000,
    wire: { model: "kling-o3-text-to-video", model_params: { element_list: sevenElements } },
  },
  {
    title: "seven characters by name",
    line: `/video --o3 ${SEVEN.map((name) => `@${name}`).join(" ")} dance`,
    price: 270_000,
    wire: { model: "kling-o3-text-to-video", model_params: { element_list: sevenElements } },
  },
  ...[
    { command: "/video a boat", files: [], model: "kling-v3-text-to-video", price: 270_000 },
    { command: "/animate a boat", files: ["first.png"], model: "kling-v3-image-to-video", price: 270_000 },
    { command: "/storyboard auto a heist", files: [], model: "kling-v3-text-to-video", price: 270_000 },
    { command: "/reference a boat", files: ["walk.mp4"], model: "kling-o3-reference-to-video", price: 405_000 },
    { command: "/edit a boat", files: ["walk.mp4"], model: "kling-o3-video-edit", price: 486_000 },
    { command: "/motion", files: ["ada.png", "walk.mp4"], model: "kling-v3-motion-control", price: 489_888 },
  ].map(({ command, files, model, price }) => ({
    title: `a watermark: ${command}`,
    line: `${command} watermark:yes`,
    ...{ files, price },
    wire: { model, model_params: watermark },
  })),
  {
    title: "the gateway's own names",
    line: "/video a boat aspect_ratio:9:16 negative_prompt:rain",
    price: 270_000,
    wire: { model: "kling-v3-text-to-video", prompt: "a boat", aspect_ratio: "9:16", negative_prompt: "rain" },
  },
  {
    title: "the gateway's own names of frames",
    line: "/animate a boat image_end:first.png image_start:last.png",
    files: ["first.png", "last.png"],
    price: 270_000,
    wire: { model: "kling-v3-image-to-video", prompt: "a boat", image_start: "last.png", image_end: "first.png" },
  },
  {
    title: "the gateway's own name of the sound to keep",
    line: "/edit make it night keep_original_sound:no",
    files: ["walk.mp4"],
    price: 486_000,
    wire: { model: "kling-o3-video-edit", prompt: "make it night", keep_original_sound: false },
  },
  {
    title: "all that shots stand beside",
    line: "/storyboard negative:blurry watermark:yes\n3s: the door opens",
    files: ["first.png", "last.png"],
    price: 162_000,
    wire: {
      model: "kling-v3-image-to-video",
      image_start: "first.png",
      image_end: "last.png",
      negative_prompt: "blurry",
      model_params: { ...watermark, multi_prompt: [{ index: 1, prompt: "the door opens", duration: "3" }] },
    },
  },
  {
    title: "shots that the model cuts, the prompt behind auto",
    line: "/storyboard auto a heist",
    price: 270_000,
    wire: {
      model: "kling-v3-text-to-video",
      prompt: "a heist",
      model_params: { multi_shot: true, shot_type: "intelligence" },
    },
  },
  ...["a 4k screen shows 21:9 for 2.5s at most", "a boat\nfilmed in 4k", "a clock at 10:30"].map((prompt) => ({
    title: `words that stay words: ${prompt}`,
    line: `/video ${prompt}`,
    price: 270_000,
    wire: { model: "kling-v3-text-to-video", prompt, aspect_ratio: "16:9", duration: 5, quality: "720p" },
  })),
  {
    title: "words in quotes stay words",
    line: '/video "voice: a boat in 4k" 8s',
    price: 432_000,
    wire: { model: "kling-v3-text-to-video", prompt: "voice: a boat in 4k", duration: 8 },
  },
];

/** Where no model was named, and the usual one doesn't take what was given. */
export const chosen: readonly (Typed & { says: string })[] = [
  {
    title: "a reference picture",
    line: "/animate a knight reference1:coat.png",
    files: ["coat.png"],
    price: 270_000,
    wire: { model: "kling-o3-image-to-video", image_urls: ["coat.png"], prompt: "a knight" },
    says: "Kling O3 makes this one, since it takes reference pictures, and Kling 3.0 doesn't.",
  },
  {
    title: "a character in words",
    line: "/video @C1 dances",
    price: 270_000,
    wire: { model: "kling-o3-text-to-video", model_params: { element_list: [{ element_id: "@C1" }] } },
    says: "Kling O3 makes this one, since it takes characters, and Kling 3.0 doesn't.",
  },
  {
    title: "more characters than the usual one takes",
    line: "/animate @C1 @C2 @C3 @C4 dance pictures:references",
    files: ["coat.png"],
    price: 270_000,
    wire: { model: "kling-o3-image-to-video", image_urls: ["coat.png"] },
    says: "Kling O3 makes this one, since it takes reference pictures, and Kling 3.0 doesn't.",
  },
];
