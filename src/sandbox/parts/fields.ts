import { z } from "zod";

/** Fields that several models document alike: text by its length in characters, addresses, lengths, choices, shots. */
export const text = (most: number) =>
  z.string().refine((value) => Array.from(value).length <= most, `must be at most ${most} characters`);

export const address = z.url({ protocol: /^https?$/, error: "must be an http or https address" });

export const prompt = text(2500);

/** A prompt that must be there and say something. */
export const neededPrompt = prompt.refine((value) => value.trim() !== "", "is required");

/** Whole seconds from 3 on, 5 when left out. */
export const lasting = (most: number) => z.int().min(3).max(most).default(5);

export const onOff = z.enum(["on", "off"]).default("off");
export const aspect = z.enum(["16:9", "9:16", "1:1"]);

export const quality = z.enum(["720p", "1080p"]).default("720p");

/** Some models document 4k too, without a price: the sandbox takes it where it was told one. */
export const qualityTo4k = z.enum(["720p", "1080p", "4k"]).default("720p");

export const elements = (most: number) =>
  z.array(z.strictObject({ element_id: z.string().regex(/^\d+$/, "must be digits in a string") })).max(most);

const shot = z.strictObject({
  index: z.int().min(1),
  prompt: text(512),
  duration: z.string().regex(/^[1-9]\d?$/, "must be whole seconds in a string, at least 1"),
});

/** The three parameters of multi-shot; `types` are the ways of cutting that the model documents. */
export const shots = <const Type extends "customize" | "intelligence">(types: readonly Type[]) => ({
  multi_shot: z.boolean().default(false),
  shot_type: z.enum(types).optional(),
  multi_prompt: z.array(shot).min(1).max(6).optional(),
});

/** `model_params`, in which every model that has them takes a watermark too. */
export const params = (shape: z.ZodRawShape) =>
  z.strictObject({ ...shape, watermark_info: z.strictObject({ enabled: z.boolean().optional() }).optional() });
