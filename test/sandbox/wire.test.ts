import { expect, test } from "vitest";
import { readOrder } from "../../src/sandbox/tasks/order.ts";
import { charge, reserved } from "../../src/sandbox/tasks/prices.ts";

const image = "https://example.com/a.png";
const video = "https://example.com/a.mp4";
const shots = (...seconds: number[]) =>
  seconds.map((duration, at) => ({ index: at + 1, prompt: "A door opens", duration: String(duration) }));
const customize = (...seconds: number[]) => ({
  multi_shot: true,
  shot_type: "customize",
  multi_prompt: shots(...seconds),
});
const element = { element_name: "Mia", element_description: "A girl in a yellow coat" };

const accepted: [string, object][] = [
  ["kling-v3-text-to-video", { prompt: "A cat" }],
  ["kling-v3-text-to-video", { duration: 7, model_params: customize(3, 4) }],
  ["kling-v3-text-to-video", { prompt: "A day", model_params: { multi_shot: true, shot_type: "intelligence" } }],
  ["kling-v3-text-to-video", { prompt: "A cat", callback_url: "https://bot.example/callbacks/evolink/x" }],
  ["kling-v3-text-to-video", { prompt: "é".repeat(2500), negative_prompt: "rain", quality: "1080p", sound: "on" }],
  ["kling-v3-image-to-video", { image_start: image }],
  ["kling-v3-image-to-video", { image_end: image, aspect_ratio: "9:16" }],
  ["kling-v3-image-to-video", { image_start: image, model_params: { element_list: [{ element_id: "12" }] } }],
  ["kling-o3-text-to-video", { prompt: "A cat", model_params: { watermark_info: { enabled: false } } }],
  ["kling-o3-image-to-video", { prompt: "A cat", image_urls: [image, image] }],
  ["kling-o3-image-to-video", { prompt: "A cat", image_start: image, image_end: image }],
  ["kling-o3-reference-to-video", { prompt: "As <<<video_1>>>", video_url: video, duration: 10 }],
  ["kling-o3-video-edit", { prompt: "Make it night", video_url: video, keep_original_sound: false }],
  ["kling-v3-turbo-text-to-video", { prompt: "shot 1, 3, a door; shot 2, 2, a hall;" }],
  ["kling-v3-turbo-text-to-video", { prompt: "镜头 1, 3, a door; 镜头 2, 2, a hall;", aspect_ratio: "1:1" }],
  ["kling-v3-turbo-image-to-video", { image_start: image }],
  [
    "kling-v3-motion-control",
    { image_urls: [image], video_urls: [video], model_params: { character_orientation: "image" } },
  ],
  [
    "kling-custom-element",
    {
      model_params: {
        ...element,
        reference_type: "image_refer",
        element_image_list: { frontal_image: image, refer_images: [{ image_url: image }] },
      },
    },
  ],
  [
    "kling-custom-element",
    {
      model_params: {
        ...element,
        reference_type: "video_refer",
        element_video_list: { video_url: video, refer_videos: [{ video_url: video }] },
      },
    },
  ],
];

test.each(accepted)("accepts %s %j", (model, body) => {
  expect(readOrder({ model, ...body })).toHaveProperty("order.model", model);
});

const refused: [model: string, param: string, body: object][] = [
  ["kling-v3-text-to-video", "prompt", {}],
  ["kling-v3-text-to-video", "prompt", { prompt: "x".repeat(2501) }],
  ["kling-v3-text-to-video", "prompt", { model_params: { multi_shot: true, shot_type: "intelligence" } }],
  ["kling-v3-text-to-video", "negative_prompt", { prompt: "A cat", negative_prompt: "x".repeat(2501) }],
  ["kling-v3-text-to-video", "duration", { prompt: "A cat", duration: 2 }],
  ["kling-v3-text-to-video", "duration", { prompt: "A cat", duration: 16 }],
  ["kling-v3-text-to-video", "duration", { prompt: "A cat", duration: 4.5 }],
  ["kling-v3-text-to-video", "duration", { prompt: "A cat", duration: "5" }],
  ["kling-v3-text-to-video", "quality", { prompt: "A cat", quality: "480p" }],
  ["kling-v3-text-to-video", "aspect_ratio", { prompt: "A cat", aspect_ratio: "4:3" }],
  ["kling-v3-text-to-video", "sound", { prompt: "A cat", sound: true }],
  ["kling-v3-text-to-video", "fps", { prompt: "A cat", fps: 24 }],
  ["kling-v3-text-to-video", "model_params.multi_prompt", { duration: 8, model_params: customize(3, 4) }],
  [
    "kling-v3-text-to-video",
    "model_params.multi_prompt",
    { duration: 7, model_params: customize(1, 1, 1, 1, 1, 1, 1) },
  ],
  [
    "kling-v3-text-to-video",
    "model_params.multi_prompt.0.prompt",
    {
      model_params: {
        ...customize(5),
        multi_prompt: [{ index: 1, prompt: "x".repeat(513), duration: "5" }],
      },
    },
  ],
  [
    "kling-v3-text-to-video",
    "model_params.multi_prompt.0.duration",
    { model_params: { ...customize(5), multi_prompt: [{ index: 1, prompt: "A", duration: 5 }] } },
  ],
  ["kling-v3-text-to-video", "model_params.shot_type", { prompt: "A", model_params: { multi_shot: true } }],
  ["kling-v3-text-to-video", "callback_url", { prompt: "A", callback_url: "http://bot.example/x" }],
  ["kling-v3-text-to-video", "callback_url", { prompt: "A", callback_url: "https://192.168.1.2/x" }],
  ["kling-v3-text-to-video", "callback_url", { prompt: "A", callback_url: "https://[::1]/x" }],
  ["kling-v3-text-to-video", "callback_url", { prompt: "A", callback_url: "https://localhost/x" }],
  ["kling-v3-text-to-video", "callback_url", { prompt: "A", callback_url: `https://bot.example/${"x".repeat(2048)}` }],
  ["kling-v3-image-to-video", "image_start", { prompt: "A" }],
  ["kling-v3-image-to-video", "image_start", { image_start: "data:image/png;base64,AAAA" }],
  ["kling-v3-image-to-video", "aspect_ratio", { image_start: image, aspect_ratio: "1:1" }],
  [
    "kling-v3-image-to-video",
    "model_params.element_list",
    { image_start: image, model_params: { element_list: ["1", "2", "3", "4"].map((element_id) => ({ element_id })) } },
  ],
  [
    "kling-v3-image-to-video",
    "model_params.element_list.0.element_id",
    { image_start: image, model_params: { element_list: [{ element_id: 12 }] } },
  ],
  ["kling-o3-text-to-video", "negative_prompt", { prompt: "A", negative_prompt: "rain" }],
  ["kling-o3-text-to-video", "model_params.shot_type", { prompt: "A", model_params: { shot_type: "intelligence" } }],
  ["kling-o3-image-to-video", "image_start", { prompt: "A" }],
  ["kling-o3-image-to-video", "image_end", { prompt: "A", image_end: image }],
  ["kling-o3-image-to-video", "image_end", { prompt: "A", image_start: image, image_end: image, image_urls: [image] }],
  ["kling-o3-image-to-video", "image_urls", { prompt: "A", image_urls: Array(8).fill(image) }],
  ["kling-o3-reference-to-video", "video_url", { prompt: "A" }],
  ["kling-o3-reference-to-video", "duration", { prompt: "A", video_url: video, duration: 11 }],
  ["kling-o3-reference-to-video", "sound", { prompt: "A", video_url: video, sound: "on" }],
  ["kling-o3-reference-to-video", "image_urls", { prompt: "A", video_url: video, image_urls: Array(5).fill(image) }],
  ["kling-o3-video-edit", "duration", { prompt: "A", video_url: video, duration: 5 }],
  ["kling-v3-turbo-text-to-video", "sound", { prompt: "A", sound: "off" }],
  ["kling-v3-turbo-text-to-video", "prompt", { prompt: "shot 1, 3, a door; shot 2, 3, a hall;" }],
  ["kling-v3-turbo-image-to-video", "image_start", { prompt: "A" }],
  ["kling-v3-turbo-image-to-video", "aspect_ratio", { image_start: image, aspect_ratio: "1:1" }],
  ["kling-v3-motion-control", "model_params", { image_urls: [image], video_urls: [video] }],
  [
    "kling-v3-motion-control",
    "model_params.element_list",
    {
      image_urls: [image],
      video_urls: [video],
      model_params: { character_orientation: "image", element_list: [{ element_id: "1" }] },
    },
  ],
  [
    "kling-custom-element",
    "model_params.element_image_list.refer_images",
    {
      model_params: {
        ...element,
        reference_type: "image_refer",
        element_image_list: { frontal_image: image, refer_images: [] },
      },
    },
  ],
  [
    "kling-custom-element",
    "model_params.element_name",
    {
      model_params: {
        ...element,
        element_name: "A name of 21 letters.",
        reference_type: "video_refer",
        element_video_list: { video_url: video },
      },
    },
  ],
];

test.each(refused)("refuses %s by %s", (model, param, body) => {
  expect(readOrder({ model, ...body })).toMatchObject({ refusal: { kind: "parameter", param } });
});

test("knows no other model", () => {
  expect(readOrder({ model: "kling-v9", prompt: "A" })).toEqual({ refusal: { kind: "model", model: "kling-v9" } });
  expect(readOrder({ prompt: "A" })).toMatchObject({ refusal: { param: "model" } });
});

const v3 = "kling-v3-image-to-video";
const o3 = "kling-o3-image-to-video";
test.each([
  [v3, "720p", false, 1, 3, 162_000],
  [v3, "720p", false, 1, 5, 270_000],
  [v3, "720p", true, 1, 5, 405_000],
  [v3, "1080p", false, 1, 5, 359_910],
  [v3, "1080p", true, 1, 5, 540_000],
  [o3, "720p", true, 1, 5, 360_180],
  [o3, "1080p", true, 1, 5, 450_090],
  ["kling-o3-video-edit", "1080p", false, 1, 5, 540_270],
  ["kling-v3-motion-control", "1080p", false, 1, 7.2, 870_695],
  ["kling-v3-turbo-text-to-video", "720p", false, 10_000, 5, 360_000],
  ["kling-v3-turbo-text-to-video", "1080p", false, 10_000, 5, 450_000],
  ["kling-custom-element", "720p", false, 1, 0, 10_000],
] as const)("charges %s %s sound:%s in its own unit", (model, quality, sound, divisor, seconds, price) => {
  const charged = charge({ model, quality, sound }, seconds);
  expect(charged).toBe(price);
  expect(reserved(model, charged)).toBe(price / divisor);
});
