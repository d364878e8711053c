import { BlockList, isIP } from "node:net";
import { z } from "zod";
import {
  type Body,
  elementNeedsVideo,
  fourBesideVideo,
  multiShot,
  o3Frames,
  promptForIntelligence,
  promptUnlessShots,
  type Report,
  type Rule,
  turboShots,
  v3Frames,
} from "./wire-rules.ts";

const text = (most: number) =>
  z.string().refine((value) => Array.from(value).length <= most, `must be at most ${most} characters`);
const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });
const prompt = text(2500);
const asked = prompt.refine((value) => value.trim() !== "", "is required");
const lasting = (most: number) => z.int().min(3).max(most).default(5);
const onOff = z.enum(["on", "off"]).default("off");
const aspect = z.enum(["16:9", "9:16", "1:1"]);
const elements = (most: number) =>
  z.array(z.strictObject({ element_id: z.string().regex(/^\d+$/, "must be digits in a string") })).max(most);
const watermark = { watermark_info: z.strictObject({ enabled: z.boolean().optional() }).optional() };

/** 4k is documented for v3 and O3, but has no published price: the sandbox knows no other two. */
const quality = z.enum(["720p", "1080p"]).default("720p");

const PRIVATE = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  PRIVATE.addSubnet(net, prefix);
for (const [net, prefix] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  PRIVATE.addSubnet(net, prefix, "ipv6");

function isPublic(value: string): boolean {
  const host = new URL(value).hostname.replace(/^\[|\]$/g, "");
  const version = isIP(host);
  if (version === 0) return host !== "localhost" && !host.endsWith(".localhost");
  return !PRIVATE.check(host, version === 6 ? "ipv6" : "ipv4");
}

const callback = z
  .url({ protocol: /^https$/, error: "must be an https address" })
  .max(2048, "must be at most 2048 characters")
  .refine((value) => URL.canParse(value) && isPublic(value), "must not be an internal address");

const common = { model: z.string(), callback_url: callback.optional() };

const shot = z.strictObject({
  index: z.int().min(1),
  prompt: text(512),
  duration: z.string().regex(/^[1-9]\d?$/, "must be whole seconds in a string, at least 1"),
});
const shots = <const Type extends "customize" | "intelligence">(types: readonly Type[]) => ({
  multi_shot: z.boolean().default(false),
  shot_type: z.enum(types).optional(),
  multi_prompt: z.array(shot).min(1).max(6).optional(),
});

/** A model's parameters, and the rules that hold between them. */
function wire(shape: z.ZodRawShape, ...rules: Rule[]): z.ZodType<Body> {
  return z.strictObject({ ...common, ...shape }).superRefine((body: Body, context) => {
    const report: Report = (path, message) => context.addIssue({ code: "custom", path: path.split("."), message });
    for (const rule of rules) rule(body, report);
  });
}

const elementReference = z.discriminatedUnion("reference_type", [
  z.strictObject({
    reference_type: z.literal("image_refer"),
    element_name: text(20).min(1),
    element_description: text(100).min(1),
    element_image_list: z.strictObject({
      frontal_image: address,
      refer_images: z
        .array(z.strictObject({ image_url: address }))
        .min(1)
        .max(3),
    }),
  }),
  z.strictObject({
    reference_type: z.literal("video_refer"),
    element_name: text(20).min(1),
    element_description: text(100).min(1),
    // The product page and the specification name the video differently; either is read, at least one is needed.
    element_video_list: z
      .strictObject({
        video_url: address.optional(),
        refer_videos: z
          .array(z.strictObject({ video_url: address }))
          .length(1)
          .optional(),
      })
      .refine((list) => list.video_url ?? list.refer_videos, "a video is required"),
    element_voice_id: z.string().min(1).optional(),
  }),
]);

const params = (shape: z.ZodRawShape) => z.strictObject({ ...shape, ...watermark });

/** What each model takes, from its published specification; where the product page says more, from that. */
export const SCHEMAS = {
  "kling-v3-text-to-video": wire(
    {
      prompt: prompt.optional(),
      negative_prompt: text(2500).optional(),
      duration: lasting(15),
      aspect_ratio: aspect.optional(),
      quality,
      sound: onOff,
      model_params: params(shots(["customize", "intelligence"])).optional(),
    },
    promptUnlessShots,
    multiShot,
  ),
  "kling-v3-image-to-video": wire(
    {
      prompt: prompt.optional(),
      negative_prompt: text(2500).optional(),
      image_start: address.optional(),
      image_end: address.optional(),
      duration: lasting(15),
      aspect_ratio: aspect.optional(),
      quality,
      sound: onOff,
      model_params: params({
        ...shots(["customize", "intelligence"]),
        element_list: elements(3).optional(),
      }).optional(),
    },
    v3Frames,
    multiShot,
    promptForIntelligence,
  ),
  "kling-o3-text-to-video": wire(
    {
      prompt: prompt.optional(),
      duration: lasting(15),
      aspect_ratio: aspect.optional(),
      quality,
      sound: onOff,
      model_params: params({ ...shots(["customize"]), element_list: elements(7).optional() }).optional(),
    },
    promptUnlessShots,
    multiShot,
  ),
  "kling-o3-image-to-video": wire(
    {
      prompt: prompt.optional(),
      image_start: address.optional(),
      image_end: address.optional(),
      image_urls: z.array(address).optional(),
      duration: lasting(15),
      aspect_ratio: aspect.optional(),
      quality,
      sound: onOff,
      model_params: params({ ...shots(["customize"]), element_list: elements(7).optional() }).optional(),
    },
    promptUnlessShots,
    o3Frames,
    multiShot,
  ),
  "kling-o3-reference-to-video": wire(
    {
      prompt: asked,
      video_url: address,
      keep_original_sound: z.boolean().default(true),
      image_urls: z.array(address).optional(),
      duration: lasting(10),
      aspect_ratio: aspect.optional(),
      quality,
      model_params: params({ element_list: elements(4).optional() }).optional(),
    },
    fourBesideVideo,
  ),
  "kling-o3-video-edit": wire(
    {
      prompt: asked,
      video_url: address,
      keep_original_sound: z.boolean().default(true),
      image_urls: z.array(address).optional(),
      quality,
      model_params: params({ element_list: elements(4).optional() }).optional(),
    },
    fourBesideVideo,
  ),
  "kling-v3-turbo-text-to-video": wire(
    { prompt: asked, duration: lasting(15), aspect_ratio: aspect.default("16:9"), quality },
    turboShots,
  ),
  "kling-v3-turbo-image-to-video": wire({
    prompt: prompt.optional(),
    image_start: address,
    duration: lasting(15),
    quality,
  }),
  "kling-v3-motion-control": wire(
    {
      prompt: prompt.optional(),
      image_urls: z.array(address).length(1),
      video_urls: z.array(address).length(1),
      quality,
      model_params: params({
        character_orientation: z.enum(["image", "video"]),
        keep_sound: z.boolean().default(true),
        element_list: elements(1).optional(),
      }),
    },
    elementNeedsVideo,
  ),
  "kling-custom-element": wire({ model_params: elementReference }),
} as const satisfies Record<string, z.ZodType<Body>>;

export type ModelId = keyof typeof SCHEMAS;

export function isModel(name: string): name is ModelId {
  return Object.hasOwn(SCHEMAS, name);
}
